namespace IngestaMaestras.Ingestion.Backups;

/// <summary>A backup that could not be made, checked or restored. The message is an operator's sentence in Spanish.</summary>
public sealed class BackupException : Exception
{
    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
