using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>
/// A portal after a night on which everything went wrong: rejects, a held merge, a missing master, a name that nobody
/// knows, a file that somebody left in a folder, a pause. For tests that change nothing.
/// </summary>
public sealed class BadNight(PostgresFixture postgres, Chromium chromium) : IAsyncLifetime
{
    /// <summary>Markup, a character that turns the rest of the name around, and a word as wide as the screen.</summary>
    public const string HostileName = $"clientes <img src=x onerror=alert(1)>\u202E{LongWord}txt.csv";

    /// <summary>As names see it that pages show: the character stands for itself, visibly.</summary>
    public const string ShownName = $"clientes <img src=x onerror=alert(1)>\uFFFD{LongWord}txt.csv";

    public const string HostileLine = "1<script>alert('línea')</script>";

    private const string LongWord =
        "MAESTRADECLIENTESDEFINITIVAREVISADAYCORREGIDAPORTERCERAVEZMAESTRADECLIENTESDEFINITIVAREVISADAYCORREGIDAPORCUARTAVEZ";

    private const int Currencies = 40;

    internal PortalUnderTest Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Portal = await PortalUnderTest.StartAsync(postgres, chromium, "badnight", ["XCADENA", "XMONEDA", "XCAN", "XGEN"]);
        var files = Portal.Installation;
        files.WriteLines("XMONEDA_20240513.txt", Enumerable.Range(1, Currencies).Select(i => $"{i:00}MONEDA {i}"));
        files.WriteLines("XGEN_20240513.txt", ["01COMERCIAL"]);
        await Portal.RunAsync("2024-05-13");

        files.WriteLines("XMONEDA_20240514.txt", ["01MONEDA 1"]);
        files.WriteLines("XCADENA_20240514.txt", ["ASUPER INTER", HostileLine, "BCARULLA", ..Enumerable.Repeat("2" + new string('x', 30), 70)]);
        files.WriteLines("XGEN_20240514.txt", []);
        File.Move(Path.Combine(files.Input, "XGEN_20240514.txt"), Path.Combine(files.Input, HostileName));
        await Portal.RunAsync();
        await Portal.RunAsync(await FindDateOfTodayAsync());
        await File.WriteAllTextAsync(Path.Combine(Portal.Root, "error", "olvidado.txt"), "?");
        await files.ExecuteAsync($"INSERT INTO pause (scope, reason, paused_by) VALUES ('XCAN', '<b>mantenimiento</b> {LongWord}', 'operador')");
        await Portal.AddKeyAsync(Roles.Operator, Roles.Operator, $"<b>clave</b> {LongWord[..50]}");
        files.WriteLines("XCAN_20991231.txt", ["01TIENDA"]);
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    /// <summary>A file without a date in its name was given one when it was first seen.</summary>
    private async Task<string> FindDateOfTodayAsync() =>
        (await Portal.Installation.ScalarAsync<string>("SELECT fecha_proceso::text FROM file WHERE maestra IS NULL"))!;
}
