namespace IngestaMaestras.Ingestion.Operations;

/// <summary>A file to put into input.</summary>
/// <param name="Upload">Where its bytes are kept.</param>
/// <param name="FileName">The name that it gets, which was checked.</param>
/// <param name="Corrects">The file whose place it takes; null: what its name says.</param>
/// <param name="Run">Whether it is run at once.</param>
/// <param name="Action">For the audit trail.</param>
/// <param name="Parameters">What was asked for, for the audit trail.</param>
/// <param name="More">Before and after, for the audit trail.</param>
/// <param name="ForgetsWhenRefused">Whether the bytes are dropped when nothing comes of it.</param>
public sealed record LandingRequest(
    Guid Upload, string FileName, long Size, long? Corrects, bool Run, string User, string Action, object Parameters, object? More,
    bool ForgetsWhenRefused = false);
