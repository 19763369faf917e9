using System.Globalization;
using IngestaMaestras.Ingestion.Pipeline;
using Serilog;
using Serilog.Events;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>What is logged and where to: short lines on standard output, levels from section <c>Serilog</c>.</summary>
internal static class LoggingSetup
{
    public static void Configure(IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog(Create(configuration), dispose: true);

    public static Serilog.ILogger Create(IConfiguration configuration, LogEventLevel minimum = LogEventLevel.Information) => new LoggerConfiguration()
        .MinimumLevel.Is(minimum)
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
        .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
        .ReadFrom.Configuration(configuration)
        // Told by the pipeline in one line already; the queue's stack trace adds nothing.
        .Filter.ByExcluding(e => e.Exception is InvalidFileException)
        .Enrich.FromLogContext()
        .WriteTo.Console(
            outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
            formatProvider: CultureInfo.InvariantCulture,
            // Standard output is for results; a host that serves has none.
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}
