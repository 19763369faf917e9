namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Codes of the kinds of operations, as the database, addresses and <c>audit_log</c> write them.</summary>
public static class OperationKinds
{
    public const string ReprocessFiles = "reprocesar-archivos";
    public const string SendBackFiles = "devolver-archivos";
    public const string RerunDates = "repetir-fechas";
    public const string ResolveErrors = "resolver-errores";
    public const string Deliver = "entregar";
    public const string Replay = "reenviar";
    public const string Compare = "comparar";
    public const string Mend = "reparar";
    public const string DryRun = "simular";
}
