namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>How a command ended and what it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The line that tells why it failed: the last one called an error, or the last one at all.</summary>
    public string Reason
    {
        get
        {
            string[] lines = (Error.Length > 0 ? Error : Output)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.LastOrDefault(IsError) ?? lines.LastOrDefault() ?? $"exit code {ExitCode}";
        }
    }

    private static bool IsError(string line) =>
        line.Contains("error: ", StringComparison.Ordinal) || line.Contains("FATAL: ", StringComparison.Ordinal);
}
