namespace IngestaMaestras.Ingestion.Files;

/// <summary>A file is not where its row says that it is.</summary>
public sealed class FileMissingException(string relativePath)
    : IOException($"El archivo {relativePath} ya no está en su carpeta: alguien lo movió o lo borró.")
{
    public string RelativePath { get; } = relativePath;
}
