namespace IngestaMaestras.Ingestion.Runs;

/// <summary>What a run notes besides its files' outcomes.</summary>
public static class Finding
{
    public const string Missing = "faltante";
    public const string Late = "tardio";
    public const string Unknown = "desconocido";
    public const string Arriving = "llegando";
    public const string Future = "futuro";
    public const string Older = "anterior";
    public const string Paused = "pausado";
    public const string Odd = "no-archivo";
    public const string HighRejects = "rechazo-alto";
    public const string Layout = "layout";
}
