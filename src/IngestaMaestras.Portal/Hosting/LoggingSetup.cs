using System.Globalization;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Portal.Hosting.Logging;
using Serilog;
using Serilog.Events;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// What is logged and where to: short lines on standard error, levels from section <c>Serilog</c>; and what is about a run,
/// whatever the console shows, in <c>step_log</c>.
/// </summary>
internal static class LoggingSetup
{
    public static void Configure(IServiceCollection services, IConfiguration configuration, StepLogSink stepLog) =>
        services.AddSerilog(Create(configuration, stepLog: stepLog), dispose: true);

    /// <param name="console">Least level that the console shows, unless the configuration says otherwise.</param>
    /// <param name="stepLog">Null: nothing is kept.</param>
    public static Serilog.ILogger Create(
        IConfiguration configuration, LogEventLevel console = LogEventLevel.Information, StepLogSink? stepLog = null)
    {
        var isConfigured = configuration.GetSection("Serilog:MinimumLevel").Exists();
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            // Every request without a key would be told of; what is refused is in audit_log.
            .MinimumLevel.Override("IngestaMaestras.Portal.Access.ApiKeySignIn", LogEventLevel.Warning)
            .ReadFrom.Configuration(configuration)
            // Told by the pipeline in one line already; the queue's stack trace adds nothing.
            .Filter.ByExcluding(e => e.Exception is InvalidFileException)
            .Enrich.FromLogContext()
            .WriteTo.Console(
                outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                restrictedToMinimumLevel: isConfigured ? LevelAlias.Minimum : console,
                // Standard output is for results; a host that serves has none.
                standardErrorFromLevel: LogEventLevel.Verbose);
        stepLog?.ListenTo(logger);
        return logger.CreateLogger();
    }
}
