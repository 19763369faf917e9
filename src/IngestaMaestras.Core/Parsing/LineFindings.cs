namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// What was found wrong in the current line. The lists are made when first needed and are new for each line, so that
/// whoever keeps one keeps it unchanged, and a clean line costs nothing.
/// </summary>
internal sealed class LineFindings
{
    private List<RecordError>? _errors;
    private List<RecordError>? _warnings;

    public bool HasErrors => _errors is not null;

    public IReadOnlyList<RecordError> Errors => _errors ?? (IReadOnlyList<RecordError>)[];

    public IReadOnlyList<RecordError> Warnings => _warnings ?? (IReadOnlyList<RecordError>)[];

    public void Clear() => _errors = _warnings = null;

    public void AddError(RecordError error) => (_errors ??= []).Add(error);

    public void AddWarning(RecordError warning) => (_warnings ??= []).Add(warning);
}
