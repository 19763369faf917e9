using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Checks and reads one column's text: required, type, rules.</summary>
internal sealed class FieldReader
{
    private readonly FieldParser _parser;
    private readonly RuleCheck[] _checks;
    private readonly char _decimalSeparator;

    /// <param name="ordinal">The column's place in <see cref="Layout.Columns"/>.</param>
    public FieldReader(Layout layout, int ordinal)
    {
        Ordinal = ordinal;
        Column = layout.Columns[ordinal];
        _parser = new FieldParser(Column.Type, layout.DecimalSeparator);
        _decimalSeparator = layout.DecimalSeparator;
        _checks =
        [
            .. layout.Rules
                .Where(r => string.Equals(r.Column, Column.Name, StringComparison.OrdinalIgnoreCase))
                .Select(r => RuleCheck.For(r, Column))
                .OfType<RuleCheck>(),
        ];
    }

    public int Ordinal { get; }

    public LayoutColumn Column { get; }

    public bool IsRequired => Column.Required || Column.IsKey;

    /// <summary>Reads a field. False when it has an error; the value is then null.</summary>
    /// <param name="buffer">The text buffer, which the value's offset will point into.</param>
    /// <param name="slice">The trimmed text, in <paramref name="buffer"/>.</param>
    /// <param name="isAscii">Every character is one byte.</param>
    public bool TryRead(
        ReadOnlySpan<byte> buffer, FieldSlice slice, bool isAscii, LineFindings findings, out FieldValue value)
    {
        if (slice.Length == 0)
        {
            value = FieldValue.Null(Column.Type.Kind);
            if (IsRequired)
                findings.AddError(RecordErrors.RequiredField(Column));
            return !IsRequired;
        }

        ReadOnlySpan<byte> text = buffer.Slice(slice.Start, slice.Length);
        FieldOutcome outcome = _parser.Parse(text, slice.Start, isAscii, out value);
        bool isGood = outcome == FieldOutcome.Valid;
        if (!isGood)
            findings.AddError(RecordErrors.TypeError(Column, outcome, text, _decimalSeparator));
        else if (_checks.Length > 0)
            isGood = MeetsRules(value, text, findings);

        if (!isGood)
            value = FieldValue.Null(Column.Type.Kind);
        return isGood;
    }

    private bool MeetsRules(in FieldValue value, ReadOnlySpan<byte> text, LineFindings findings)
    {
        bool isGood = true;
        foreach (RuleCheck check in _checks)
        {
            if (check.IsMet(value, text))
                continue;

            RecordError finding = RecordErrors.BrokenRule(Column, check.Rule, text);
            if (check.Rule.Severity == RuleSeverity.Warning)
            {
                findings.AddWarning(finding);
                continue;
            }

            findings.AddError(finding);
            isGood = false;
        }

        return isGood;
    }
}
