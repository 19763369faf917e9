namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>A file was written to while it was being read.</summary>
public sealed class FileChangedException(string path)
    : IOException($"El archivo {Path.GetFileName(path)} cambió mientras se leía: otro programa todavía lo escribe.");
