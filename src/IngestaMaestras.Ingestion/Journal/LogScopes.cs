using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Merging;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Journal;

/// <summary>
/// What a log line is about, as properties of the line. Whatever carries <see cref="RunId"/> is kept in <c>step_log</c> and
/// shown with its run.
/// </summary>
public static class LogScopes
{
    public const string RunId = "RunId";
    public const string FileId = "FileId";
    public const string Step = "Step";
    public const string Attempt = "Attempt";
    public const string WorkerId = "WorkerId";

    /// <summary>Work on one file of a run.</summary>
    public static IDisposable? BeginFile(this ILogger logger, FileClaim claim, string? maestra, DateOnly businessDate)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return logger.BeginScope(new Dictionary<string, object?>
        {
            [RunId] = claim.RunId, [FileId] = claim.FileId, [Attempt] = claim.Attempt, [WorkerId] = claim.Owner,
            ["Maestra"] = maestra, ["BusinessDate"] = businessDate,
        });
    }

    /// <summary>One step within the work on a file.</summary>
    public static IDisposable? BeginStep(this ILogger logger, StepName step) =>
        logger.BeginScope(new Dictionary<string, object?> { [Step] = step.Code() });

    /// <summary>A delivery of what a run's file changed.</summary>
    public static IDisposable? BeginDelivery(
        this ILogger logger, long runId, long fileId, string step, int attempt, string workerId) =>
        logger.BeginScope(new Dictionary<string, object?>
        {
            [RunId] = runId, [FileId] = fileId, [Step] = step, [Attempt] = attempt, [WorkerId] = workerId,
        });
}
