using System.Text;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>
/// Checks constants and rules of one master against the types of their columns, once all types are known; with the
/// reader's own means, so that both agree.
/// </summary>
internal static class TypeChecker
{
    public static void Check(LayoutDraft draft)
    {
        var separator = draft.Settings.DecimalSeparator;
        if (draft.Settings.Delimiter == separator
            && draft.Columns.Any(c => c is { Constant: null, Type.Kind: FieldKind.Decimal }))
        {
            draft.Scope.Error(draft.Settings.DelimiterPlace!, LayoutFault.DecimalSeparatorIsDelimiter, separator);
        }

        foreach (var column in draft.Columns)
        {
            if (column is { ConstantPlace: { } place, Type: { } type } && !TryRead(draft, type, column.Constant!, out _))
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

        if (rule is RangeRule && type.Kind is not (FieldKind.Integer or FieldKind.Decimal))
        {
            draft.Scope.Error(place, LayoutFault.RangeOnType, column.Name, type);
        }
        else if (rule is ValuesRule values
            && values.Values.FirstOrDefault(v => !TryRead(draft, type, v, out _)) is { } misfit)
        {
            draft.Scope.Error(place, LayoutFault.ValuesType, column.Name, type, misfit);
        }
        else if (column.ConstantPlace is not null && TryRead(draft, type, column.Constant!, out var constant)
            && RuleCheck.For(rule, LayoutBuilder.BuildColumn(column, isKey: false)) is { } check
            && !check.IsMet(constant, Encoding.UTF8.GetBytes(column.Constant!)))
        {
            // A constant never changes: it would break the rule in every record.
            draft.Scope.Error(place, LayoutFault.ConstantBreaksRule, column.Name, column.Constant!, rule.Text);
        }
    }

    private static bool TryRead(LayoutDraft draft, FieldType type, string text, out FieldValue value) =>
        new FieldParser(type, draft.Settings.DecimalSeparator)
            .Parse(Encoding.UTF8.GetBytes(text), offset: 0, isAscii: false, out value) == FieldOutcome.Valid;
}
