namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>
/// Some nights as an installation has them, for pictures: a night with rejects, one with missing masters, one with two held
/// merges, files without a valid record and text that means harm, one of names that nobody knows; a pause; a file of a date to
/// come.
/// </summary>
internal static class RealisticWeek
{
    private const string Faults = "0.01";

    public static async Task PlayAsync(PortalUnderTest portal)
    {
        await SampleAsync(portal, "2024-05-13", Faults);
        await portal.RunAsync("2024-05-13");

        await SampleAsync(portal, "2024-05-14", "0");
        File.Delete(Input(portal, "XWEPAI_20240514.txt"));
        File.Delete(Input(portal, "XCIUDAD_20240514.txt"));
        await portal.RunAsync("2024-05-14");

        await SampleAsync(portal, "2024-05-15", Faults);
        // Cut off from files without a fault: a rejected record would keep the rows that seem to be gone.
        Truncate(portal, "XUEN", 15);
        Truncate(portal, "CRLISUCATE", 2_000);
        await File.WriteAllTextAsync(Input(portal, "XCADENA_20240515.txt"), "1SUPER INTER\n2CARULLA\n");
        await File.WriteAllTextAsync(Input(portal, "XGEN_20240515.txt"), "");
        await File.AppendAllLinesAsync(
            Input(portal, "XMONEDA_20240515.txt"),
            ["0<script>alert(\"hola\")</script>", "99" + new string('W', 200), "98con\ttabulador y \u0001 control"]);
        await File.WriteAllTextAsync(Input(portal, "clientes <img src=x onerror=alert(1)>_20240516.csv"), "hola\n");
        await File.WriteAllTextAsync(Input(portal, new string('X', 180) + "_20240516.txt"), "hola\n");
        await File.WriteAllTextAsync(Input(portal, "Maestra de ciudades definitiva (copia 2) revisada por Martha.txt"), "hola\n");
        await portal.RunAsync("2024-05-15");
        await portal.RunAsync(await FindDateOfUnknownAsync(portal));

        await File.WriteAllTextAsync(Path.Combine(portal.Root, "error", "olvidado & perdido.txt"), "?");
        await File.WriteAllTextAsync(Input(portal, "XCAN_20991231.txt"), "A ALMACÉN\n");
        await portal.Installation.ExecuteAsync(
            $"INSERT INTO pause (scope, reason, paused_by) VALUES ('XCAN', 'El ERP manda <b>basura</b> desde el lunes {new string('W', 120)}', 'operador')");
    }

    /// <summary>One more run, which somebody has begun and goes on with.</summary>
    public static Task BeginAsync(PortalUnderTest portal) => portal.Installation.ExecuteAsync(
        """
        INSERT INTO run (fecha_proceso, trigger, requested_by, status, started_at, lease_owner, lease_until)
        VALUES ('2024-05-17', 'operator', 'operador', 'running', now(), 'otro', now() + interval '1 hour')
        """);

    private static async Task SampleAsync(PortalUnderTest portal, string date, string faults)
    {
        var folder = Path.Combine(portal.Root, "sample", date);
        await portal.Installation.RunAsync("sample", "--out", folder, "--date", date, "--faults", faults);
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt"))
        {
            File.Move(file, Input(portal, Path.GetFileName(file)));
        }
    }

    private static void Truncate(PortalUnderTest portal, string master, int lines) => File.WriteAllLines(
        Input(portal, $"{master}_20240515.txt"),
        File.ReadLines(Path.Combine(portal.Root, "processed/2024-05-14", $"{master}_20240514.txt")).Take(lines));

    private static string Input(PortalUnderTest portal, string name) => Path.Combine(portal.Installation.Input, name);

    /// <summary>Names that nobody knows are given the date due when they were first seen.</summary>
    private static async Task<string> FindDateOfUnknownAsync(PortalUnderTest portal) =>
        (await portal.Installation.ScalarAsync<string>("SELECT max(fecha_proceso)::text FROM file WHERE maestra IS NULL"))!;
}
