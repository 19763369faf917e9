namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>The folder of layouts cannot be read at all. The message is an operator's sentence in Spanish.</summary>
public sealed class LayoutFolderException(string message, Exception? inner = null) : Exception(message, inner);
