namespace IngestaMaestras.Ingestion.Files;

/// <summary>An archive, or a file in it, is not what was put there.</summary>
public sealed class ArchiveDamagedException(string path, string reason)
    : IOException($"{path}: {reason} No se usa lo que hay: busque otra copia de este archivo de largo plazo.");
