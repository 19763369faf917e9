namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>Values of <c>error_log.severity</c>.</summary>
public static class FindingSeverity
{
    public const string Error = "error";
    public const string Warning = "aviso";
}
