using System.Globalization;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Portal.Hosting.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// What is logged and where to: short lines on standard error or JSON on standard output, a file a day, levels from section
/// <c>Serilog</c>; and what is about a run, whatever the console shows, in <c>step_log</c>.
/// </summary>
internal static class LoggingSetup
{
    /// <summary>Of the daily files: the writer puts the date before the ending.</summary>
    public const string FilePattern = "ingesta-*.json";

    private const string FileName = "ingesta-.json";

    /// <summary>A day's file may hold this much; what comes then goes on in another of the same day.</summary>
    private const long FileLimit = 256L * 1024 * 1024;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    public static void Configure(IServiceCollection services, IConfiguration configuration, StepLogSink stepLog) =>
        services.AddSerilog(CreateForService(configuration, stepLog), dispose: true);

    /// <summary>For a program that serves: the console as configured, and a file a day.</summary>
    public static Serilog.ILogger CreateForService(IConfiguration configuration, StepLogSink? stepLog) =>
        Create(configuration, stepLog: stepLog, service: Settings.ReadLog(configuration));

    /// <summary>Until that one is there: the console alone.</summary>
    public static Serilog.ILogger CreateForStart(IConfiguration configuration) =>
        Create(configuration, service: new LogOptions { Console = Settings.ReadLog(configuration).Console, Folder = LogOptions.None });

    /// <param name="console">Least level that the console shows, unless the configuration says otherwise.</param>
    /// <param name="stepLog">Null: nothing is kept.</param>
    public static Serilog.ILogger Create(
        IConfiguration configuration, LogEventLevel console = LogEventLevel.Information, StepLogSink? stepLog = null, LogOptions? service = null)
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
            .Enrich.With<CorrelationEnricher>();
        if (service?.Console == LogOptions.Json)
        {
            logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        }
        else
        {
            logger.WriteTo.Console(
                outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                restrictedToMinimumLevel: isConfigured ? LevelAlias.Minimum : console,
                // Standard output is for results; a host that serves has none.
                standardErrorFromLevel: LogEventLevel.Verbose);
        }

        if (service is { HasFile: true })
        {
            // Shared: several processes may serve one data root.
            logger.WriteTo.File(
                new RenderedCompactJsonFormatter(), Path.Combine(service.FolderUnder(Settings.ReadIngesta(configuration).DataRoot), FileName),
                rollingInterval: RollingInterval.Day, retainedFileTimeLimit: TimeSpan.FromDays(service.KeepDays), retainedFileCountLimit: null,
                fileSizeLimitBytes: FileLimit, rollOnFileSizeLimit: true, shared: true, flushToDiskInterval: FlushInterval);
        }

        stepLog?.ListenTo(logger);
        return logger.CreateLogger();
    }
}
