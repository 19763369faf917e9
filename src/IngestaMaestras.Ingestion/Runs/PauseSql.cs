namespace IngestaMaestras.Ingestion.Runs;

/// <summary>The scopes of <c>pause</c> and the condition on them.</summary>
public static class PauseSql
{
    /// <summary>Scope of the schedule as a whole; any other scope is a master's name.</summary>
    public const string Schedule = "schedule";

    /// <summary>Whether the master of a file row is paused for the file's date.</summary>
    public static string IsPaused(string fileAlias) =>
        $"""
        EXISTS (SELECT 1 FROM pause p WHERE p.scope = {fileAlias}.maestra
                   AND (p.until_date IS NULL OR p.until_date >= {fileAlias}.fecha_proceso))
        """;
}
