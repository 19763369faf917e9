using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace IngestaMaestras.Portal.Hosting.Logging;

/// <summary>Turns log events into lines of <c>step_log</c>, without secrets and without what records hold.</summary>
internal static partial class StepLogEvents
{
    private const int MaxMessage = 2_000;
    private const int MaxException = 8_000;

    /// <summary>Texts within a message as they are, without quotes.</summary>
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public static bool IsAboutRun(LogEvent logEvent) => Number(logEvent, LogScopes.RunId) is not null;

    /// <summary>Null for an event that is about no run.</summary>
    public static StepLogLine? ToLine(LogEvent logEvent) => Number(logEvent, LogScopes.RunId) is not { } runId ? null : new StepLogLine(
        logEvent.Timestamp.UtcDateTime,
        Level(logEvent.Level),
        runId,
        Number(logEvent, LogScopes.FileId),
        Text(logEvent, LogScopes.Step),
        (int?)Number(logEvent, LogScopes.Attempt),
        Text(logEvent, LogScopes.WorkerId),
        Clean(Render(logEvent), MaxMessage),
        logEvent.Exception is { } exception ? Clean(Describe(exception), MaxException) : null);

    private static string Render(LogEvent logEvent)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        Message.Format(logEvent, text);
        return text.ToString();
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warning",
        _ => "error",
    };

    /// <summary>
    /// Types, messages and where. Not the exception's own text: PostgreSQL's carries the row that it complains about, and so
    /// does its message when the fault is one of data (classes 22 and 23).
    /// </summary>
    private static string Describe(Exception exception)
    {
        StringBuilder text = new();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            text.Append(text.Length == 0 ? "" : "---> ").Append(e.GetType().FullName).Append(": ").AppendLine(
                e is PostgresException { SqlState: ['2', '2' or '3', ..] } fault ? $"SQLSTATE {fault.SqlState}" : e.Message);
            text.AppendLine(e.StackTrace);
        }

        return text.ToString().TrimEnd();
    }

    private static string Clean(string text, int limit)
    {
        // PostgreSQL keeps no NUL.
        var clean = Secret().Replace(text.Replace("\0", "", StringComparison.Ordinal), "$1=***");
        return clean.Length <= limit ? clean : clean[..limit] + "…";
    }

    private static long? Number(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: long or int } scalar
            ? Convert.ToInt64(scalar.Value, CultureInfo.InvariantCulture)
            : null;

    private static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;

    [GeneratedRegex(@"\b(password|pwd|passfile|sasl\.password|secret|token)\s*=\s*(""[^""]*""|'[^']*'|[^;\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
