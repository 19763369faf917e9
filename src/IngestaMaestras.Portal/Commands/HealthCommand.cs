using System.CommandLine;
using System.Text.Json;
using Hangfire.PostgreSql;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Health;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta health</c>: whether everything that the program needs is there, as the running portal sees it or as seen from here.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command command = new(
            "health",
            "Dice cómo está cada dependencia: postgresql, kafka, oracle, scheduler y disk. Pregunta al portal en marcha; si no hay, comprueba desde aquí. "
            + "Sale con 0 si todo está bien o apagado, con 1 si algo falla.") { TreatUnmatchedTokensAsErrors = false };
        command.Options.Add(json);
        command.SetAction((parsed, ct) => ExecuteAsync(parsed.GetValue(json), [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(bool json, string[] settings, CancellationToken ct)
    {
        var configuration = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = settings, ContentRootPath = AppContext.BaseDirectory,
        }).Configuration.AddSecretFiles();
        var options = Settings.ReadIngesta(configuration);
        var entries = PortalFile.Find(options.DataRoot) is { } portal && await AskAsync(portal, ct) is { } answer
            ? answer
            : await CreateProbe(configuration, options).ExecuteAsync(ct);
        await WriteAsync(entries, json);
        return entries.All(e => e.IsWell) ? 0 : Cli.NotAllWell;
    }

    /// <summary>What the portal says; null when it is not there any more.</summary>
    private static async Task<IReadOnlyList<HealthEntry>?> AskAsync(PortalFile portal, CancellationToken ct)
    {
        using HttpClient client = new() { Timeout = Patience };
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(new Uri(portal.Url), HealthEndpoint.Path));
            request.Headers.Add(HealthEndpoint.TokenHeader, portal.Token);
            using var response = await client.SendAsync(request, ct);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<List<HealthEntry>>(DeliveryArguments.Json, ct)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or UriFormatException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Asks from here, without a portal.</summary>
    public static HealthProbe CreateProbe(IConfiguration configuration, IngestaOptions options)
    {
        var kafka = Settings.ReadKafka(configuration);
        var driver = OracleDriver.Find();
        IDeliveryTarget[] targets =
        [
            new KafkaTarget(kafka, local: null, NullLogger<KafkaTarget>.Instance),
            new OracleTarget(Settings.ReadOracle(configuration, driver), driver, TimeProvider.System, NullLogger<OracleTarget>.Instance),
        ];
        var hub = HubConnector.FindConfigured(configuration);
        return new HealthProbe(
            hub, options.DataRoot, targets, () => LayoutSet.Empty,
            () => new PostgreSqlStorage(
                new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(HangfireSchema.ConnectionString(hub!), HangfireSchema.Options(options)),
                HangfireSchema.Options(options)),
            options.CreateCalendar());
    }

    private static async Task WriteAsync(IReadOnlyList<HealthEntry> entries, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(entries, DeliveryArguments.Json));
            return;
        }

        foreach (var entry in entries)
        {
            await Console.Out.WriteLineAsync(
                $"{entry.Name,-12} {Word(entry.State),-10} {(entry.LatencyMs is { } latency ? $"{latency} ms" : "-"),8}  {entry.Address} {entry.Detail}");
        }
    }

    private static string Word(string state) => state switch
    {
        HealthEntry.Up => "bien",
        HealthEntry.Degraded => "a medias",
        HealthEntry.Down => "caído",
        HealthEntry.Off => "apagado",
        _ => state,
    };
}
