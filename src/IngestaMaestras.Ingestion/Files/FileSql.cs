namespace IngestaMaestras.Ingestion.Files;

/// <summary>Conditions on file rows, in one place.</summary>
public static class FileSql
{
    /// <summary>The file lies in input and no run has it: discovery may assign it.</summary>
    public static string IsWaiting(string alias) =>
        $"""
        {alias}.location = 'input' AND NOT EXISTS (
            SELECT 1 FROM run_file active WHERE active.file_id = {alias}.file_id AND active.status IN ('pending', 'running', 'held'))
        """;
}
