namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Checks constants and rules of one master against the types of their columns, once all types are known.</summary>
internal static class TypeChecker
{
    public static void Check(LayoutDraft draft)
    {
        if (draft.Settings.Delimiter == draft.Settings.DecimalSeparator
            && draft.Columns.Any(c => c is { Constant: null, Type.Kind: FieldKind.Decimal }))
        {
            draft.Scope.Error(
                draft.Settings.DelimiterPlace!, LayoutFault.DecimalSeparatorIsDelimiter, draft.Settings.DecimalSeparator);
        }

        foreach (var column in draft.Columns)
        {
            if (column is { ConstantPlace: { } place, Type: { } type }
                && !FieldTypeValues.Fits(type, column.Constant!, draft.Settings.DecimalSeparator))
            {
                draft.Scope.Error(place, LayoutFault.ConstantType, column.Name, type);
            }
        }

        foreach (var rule in draft.Rules)
        {
            CheckRule(draft, rule);
        }
    }

    private static void CheckRule(LayoutDraft draft, RuleDraft draftRule)
    {
        var (rule, column, place) = draftRule;
        if (column.Type is not { } type)
        {
            return;
        }

        var separator = draft.Settings.DecimalSeparator;
        if (rule is RangeRule && type.Kind is not (FieldKind.Integer or FieldKind.Decimal))
        {
            draft.Scope.Error(place, LayoutFault.RangeOnType, column.Name, type);
        }
        else if (rule is ValuesRule values && values.Values.FirstOrDefault(
            v => !FieldTypeValues.Fits(type, v, separator)) is { } misfit)
        {
            draft.Scope.Error(place, LayoutFault.ValuesType, column.Name, type, misfit);
        }
        else if (column.ConstantPlace is not null
            && FieldTypeValues.Fits(type, column.Constant!, separator)
            && !Accepts(rule, type, column.Constant!, separator))
        {
            draft.Scope.Error(place, LayoutFault.ConstantBreaksRule, column.Name, column.Constant!, rule.Text);
        }
    }

    /// <summary>A constant never changes, so what its rules say about it can be known here.</summary>
    private static bool Accepts(FieldRule rule, FieldType type, string constant, char separator) => rule switch
    {
        RangeRule range => FieldTypeValues.Number(type, constant, separator) is { } number
            && !(number < range.Minimum) && !(number > range.Maximum),
        LengthRule length => FieldTypeValues.CharacterCount(constant) is var count
            && count >= length.Minimum && !(count > length.Maximum),
        PatternRule pattern => pattern.Pattern.IsMatch(constant),
        ValuesRule values => values.Values.Contains(constant),
        ReferenceRule => true,
        _ => throw new InvalidOperationException($"Rule {rule.GetType()}"),
    };
}
