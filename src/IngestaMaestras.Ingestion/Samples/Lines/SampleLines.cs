using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Faults;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>
/// The lines of one file, one after the other, with what a reader and a hub must make of each. Nothing is kept of lines
/// that are past.
/// </summary>
internal sealed class SampleLines
{
    private static readonly (string, string?)[] Nothing = [];

    private readonly FileSpec _file;
    private readonly MasterModel _model;
    private readonly Layout _layout;
    private readonly LineWriter? _writer;
    private readonly LineBuilder _line = new();
    private readonly RowPlan _rows;
    private readonly ChangePlan[] _changes;
    private readonly IEnumerator<LineKind> _steps;
    private readonly (string ErrorType, string? Field)[] _duplicateKey;
    private readonly ulong _lineSeed;
    private readonly bool _hasReferences;

    /// <param name="withText">False when only the records are of interest.</param>
    public SampleLines(FileSpec file, bool withText)
    {
        _file = file;
        _model = file.Model!;
        _layout = _model.Layout;
        _writer = withText ? LineWriter.For(_model) : null;
        _rows = new RowPlan(_model);
        _changes = [.. file.Changes.Select(c => c.Rewind())];
        _duplicateKey = [(ErrorType.DuplicateKey, FaultCatalog.KeyField(_layout))];
        _lineSeed = SampleRandom.Derive(_model.Seed, "lines");
        _hasReferences = _model.Columns.References.Any(r => r.Count > 0);
        Record = new SampleRecord(_layout);
        _steps = Steps().GetEnumerator();
    }

    public LineKind Kind => _steps.Current;

    /// <summary>From 1, the header's included.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The line's bytes without terminator.</summary>
    public ReadOnlySpan<byte> Line => _line.Bytes;

    public SampleRecord Record { get; }

    /// <summary>What rejects the line, in the order of a reader; empty for an accepted one.</summary>
    public IReadOnlyList<(string ErrorType, string? Field)> Errors { get; private set; } = Nothing;

    /// <summary>What is reported of an accepted line.</summary>
    public IReadOnlyList<(string ErrorType, string? Field)> Warnings { get; private set; } = Nothing;

    /// <summary>The line is rejected as a matter of course, not because a fault was planted.</summary>
    public bool IsQuirk { get; private set; }

    public bool IsKeyReadable { get; private set; }

    /// <summary>How the row differs from the file that changes are counted from.</summary>
    public ChangeOp Change { get; private set; }

    public bool MoveNext() => _steps.MoveNext();

    /// <summary>The key as events and pages show it.</summary>
    public string KeyOf() => KeyText.Of(_layout, Record.Values, Record.Buffer);

    private IEnumerable<LineKind> Steps()
    {
        if (_layout.IgnoreHeader)
        {
            LineNumber++;
            _writer?.WriteHeader(_line);
            yield return LineKind.Header;
        }

        if (_file.Variant == SampleVariant.Header)
        {
            WriteFaulty(0, -1, ExtraLines.Header(_model));
            yield return LineKind.Record;
        }

        while (_rows.MoveNext())
            yield return WriteNext();
        foreach (ChangePlan plan in _file.Changes)
        {
            for (long i = 0; i < plan.Inserts; i++)
            {
                Begin();
                Change = ReferenceEquals(plan, _file.Reported) ? ChangeOp.Insert : ChangeOp.None;
                WriteGood(plan.FirstInsert + i);
                yield return LineKind.Record;
            }
        }

        if (_file.Variant == SampleVariant.Truncated)
        {
            // One more row, so that those before it are what they are without the variant.
            WriteFaulty(_model.Rows + _changes.Sum(c => c.Inserts), -1, ExtraLines.Truncation(_model));
            yield return LineKind.Record;
        }
    }

    private LineKind WriteNext()
    {
        long row = _rows.Row;
        switch (_rows.Kind)
        {
            case RowKind.Fault:
                WriteFaulty(row, _rows.Origin, _rows.Fault!);
                return LineKind.Record;
            case RowKind.Placeholder:
                Begin();
                _model.WritePlaceholder(row, Record);
                Finish(row, null, _rows.PlaceholderCount > 1 ? _duplicateKey : Nothing, Nothing, isKeyReadable: true);
                IsQuirk = Errors.Count > 0;
                return LineKind.Record;
            case RowKind.Normal:
                return WriteNormal(row);
            default:
                throw new InvalidOperationException($"RowKind {_rows.Kind}");
        }
    }

    private LineKind WriteNormal(long row)
    {
        ChangeOp op = ChangeOp.None;
        int by = -1;
        if (_rows.IsChangeable)
        {
            for (int i = 0; i < _changes.Length && op == ChangeOp.None; i++)
            {
                op = _changes[i].Take(row);
                by = i;
            }
        }

        ChangePlan? plan = op == ChangeOp.None ? null : _file.Changes[by];
        if (op == ChangeOp.Delete)
        {
            Record.Clear();
            _model.WriteRow(row, Record);
            Change = ReferenceEquals(plan, _file.Reported) ? op : ChangeOp.None;
            return LineKind.Deletion;
        }

        Begin();
        Change = ReferenceEquals(plan, _file.Reported) ? op : ChangeOp.None;
        WriteGood(row, op == ChangeOp.Update ? plan : null);
        return LineKind.Record;
    }

    private void WriteGood(long row, ChangePlan? update = null)
    {
        _model.WriteRow(row, Record);
        if (update is not null)
            _model.WriteUpdate(row, update.Salt, Record);
        Finish(row, null, Nothing, Nothing, isKeyReadable: true);
    }

    private void WriteFaulty(long row, long origin, PlantedFault fault)
    {
        Begin();
        bool isDuplicate = fault.NeedsOrigin;
        _model.WriteRow(isDuplicate && _layout.WholeRecordKey ? origin : row, Record);
        if (isDuplicate)
            _model.WriteKey(origin, Record);
        fault.Spoil(Record, SampleRandom.Derive(_lineSeed, (ulong)row));
        bool isKeyReadable = !fault.IsRejecting || fault.IsKeyReadable;
        if (fault.IsReference)
            Finish(row, fault, Nothing, Nothing, isKeyReadable);
        else
            Finish(row, fault, fault.Errors, fault.Warnings, isKeyReadable);
    }

    private void Begin()
    {
        LineNumber++;
        Record.Clear();
        IsQuirk = false;
        Change = ChangeOp.None;
    }

    private void Finish(
        long row, PlantedFault? fault, IReadOnlyList<(string ErrorType, string? Field)> errors,
        IReadOnlyList<(string ErrorType, string? Field)> warnings, bool isKeyReadable)
    {
        (Errors, Warnings, IsKeyReadable) = (errors, warnings, isKeyReadable);
        if (_hasReferences && errors.Count == 0)
            JudgeReferences();
        if (_writer is null)
            return;

        ulong seed = SampleRandom.Derive(_lineSeed, (ulong)row);
        _writer.Write(Record, seed, _line);
        if (fault is not null)
            _line.Cut(fault.Spoil(_line.Bytes, seed));
    }

    /// <summary>The parent row is not there when its own sample has it rejected.</summary>
    private void JudgeReferences()
    {
        List<(string, string?)>? errors = null;
        List<(string, string?)>? warnings = null;
        foreach ((int ordinal, ReferenceRule rule) in _model.References.MissingIn(Record))
        {
            List<(string, string?)> findings = rule.Severity == RuleSeverity.Error
                ? errors ??= []
                : warnings ??= [.. Warnings];
            findings.Add((ErrorType.MissingReference, _layout.Columns[ordinal].Name));
        }

        if (errors is not null)
            (Errors, Warnings) = (errors, Nothing);
        else if (warnings is not null)
            Warnings = warnings;
    }
}
