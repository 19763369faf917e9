using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>What a file's job came to.</summary>
/// <param name="WasMine">False: another worker holds the file, or it had ended already; nothing was done.</param>
/// <param name="Status">The file's state now; null when its run has no such file.</param>
/// <param name="ErrorType">When failed: why.</param>
/// <param name="Message">When failed, or when nothing was done: why, in Spanish.</param>
public sealed record FileJobResult(bool WasMine, FileStatus? Status, string? ErrorType = null, string? Message = null);
