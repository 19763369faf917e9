using System.Globalization;
using System.Text.RegularExpressions;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads <c>reglas</c>. What depends on the column's type is checked later, when all types are known.</summary>
internal static class RulesReader
{
    private static readonly string[] Cells = ["campo", "regla", "valor", "severidad"];

    private static readonly (string, RuleKind)[] Kinds =
    [
        ("rango", RuleKind.Range), ("longitud", RuleKind.Length), ("patron", RuleKind.Pattern),
        ("valores", RuleKind.Values), ("referencia", RuleKind.Reference),
    ];

    private static readonly (string, RuleSeverity)[] Severities =
        [("error", RuleSeverity.Error), ("aviso", RuleSeverity.Warning)];

    private enum RuleKind
    {
        Range,
        Length,
        Pattern,
        Values,
        Reference,
    }

    public static void Read(LayoutDraft draft, ToonEntry? entry)
    {
        if (entry is null)
        {
            return;
        }

        TableReader table = new(draft.Scope, entry, Cells);
        foreach (var row in table.Rows())
        {
            ReadRule(draft, table, row);
        }
    }

    private static void ReadRule(LayoutDraft draft, TableReader table, ToonObject row)
    {
        var scope = draft.Scope;
        var column = ReadColumn(draft, table.Required(row, "campo"));
        var severity = scope.Word(row.Find("severidad"), Severities) ?? RuleSeverity.Error;
        if (SplitRule(table.Required(row, "regla"), row.Find("valor")) is not var (kindCell, valueCell)
            || scope.Word(kindCell, Kinds) is not { } kind)
        {
            return;
        }

        if (scope.Text(valueCell) is not { } value)
        {
            if (valueCell.IsBlank())
            {
                scope.Missing(kindCell, LayoutFault.RuleValueMissing, scope.Text(kindCell)!.ToLowerInvariant());
            }

            return;
        }

        Target target = new(scope, valueCell!.Value, column?.Name ?? "", severity, $"{NameOf(kind)} {value}");
        FieldRule? rule = kind switch
        {
            RuleKind.Range => ReadRange(target, value),
            RuleKind.Length => ReadLength(target, value),
            RuleKind.Pattern => ReadPattern(target, value),
            RuleKind.Values => ReadValues(target, value),
            RuleKind.Reference => ReadReference(target, value),
            _ => throw new InvalidOperationException($"RuleKind {kind}"),
        };
        if (rule is not null && column is not null)
        {
            draft.Rules.Add(new RuleDraft(rule, column, valueCell.Value));
        }
    }

    private static ColumnDraft? ReadColumn(LayoutDraft draft, ToonEntry? cell)
    {
        if (draft.Scope.Text(cell) is not { } text)
        {
            return null;
        }

        var name = LayoutDraft.CleanName(text);
        var column = draft.FindColumn(name);
        if (column is null && !draft.HasUnreadColumns)
        {
            draft.Scope.Error(cell!.Value, LayoutFault.RuleColumn, name, draft.ColumnNames());
        }

        return column;
    }

    /// <summary>A rule may stand in one cell, as operators say it: <c>rango 1..99</c>.</summary>
    private static (ToonEntry Kind, ToonEntry? Value)? SplitRule(ToonEntry? rule, ToonEntry? value)
    {
        if (rule is null)
        {
            return null;
        }

        if (!value.IsBlank() || rule.Value is not ToonPrimitive { Value: string text } cell
            || text.Trim().Split(' ', 2) is not [var kind, var rest])
        {
            return (rule, value);
        }

        ToonEntry Part(string part) => rule with { Value = cell with { Value = part } };
        return (Part(kind), Part(rest));
    }

    private static RangeRule? ReadRange(Target target, string value)
    {
        if (!TrySplitBounds(value, out var low, out var high)
            || !TryReadBound(low, out var minimum) || !TryReadBound(high, out var maximum))
        {
            target.Error(LayoutFault.RangeSyntax);
            return null;
        }

        if (minimum > maximum)
        {
            target.Error(LayoutFault.RangeEmpty, minimum, maximum!);
            return null;
        }

        return new RangeRule(target.Column, target.Severity, target.Text, minimum, maximum);
    }

    private static LengthRule? ReadLength(Target target, string value)
    {
        // One number is an exact length.
        if (!value.Contains("..", StringComparison.Ordinal))
        {
            value = $"{value}..{value}";
        }

        if (!TrySplitBounds(value, out var low, out var high)
            || !TryReadLength(low, out var minimum) || !TryReadLength(high, out var maximum))
        {
            target.Error(LayoutFault.LengthSyntax);
            return null;
        }

        if (minimum > maximum)
        {
            target.Error(LayoutFault.LengthEmpty, minimum, maximum!);
            return null;
        }

        return new LengthRule(target.Column, target.Severity, target.Text, minimum ?? 0, maximum);
    }

    private static PatternRule? ReadPattern(Target target, string value)
    {
        try
        {
            // This engine's time is linear in the text whatever the pattern, and it refuses patterns that would need
            // an automaton too large to build.
            Regex pattern = new(value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new PatternRule(target.Column, target.Severity, target.Text, pattern);
        }
        catch (RegexParseException e)
        {
            target.Error(LayoutFault.PatternInvalid, e.Offset + 1);
        }
        catch (NotSupportedException)
        {
            target.Error(LayoutFault.PatternUnsupported);
        }

        return null;
    }

    private static ValuesRule? ReadValues(Target target, string value)
    {
        var values = value.Split(';', StringSplitOptions.TrimEntries);
        if (values.Contains(""))
        {
            target.Error(LayoutFault.ValuesBlank);
            return null;
        }

        if (values.CountBy(v => v).FirstOrDefault(v => v.Value > 1).Key is { } repeated)
        {
            target.Error(LayoutFault.ValuesRepeated, repeated);
            return null;
        }

        return new ValuesRule(target.Column, target.Severity, target.Text, values);
    }

    private static ReferenceRule? ReadReference(Target target, string value)
    {
        if (value.ToLowerInvariant().Split('.') is [var table, var column]
            && LayoutNames.IsSafe(table) && LayoutNames.IsSafe(column))
        {
            return new ReferenceRule(
                target.Column, target.Severity, $"{NameOf(RuleKind.Reference)} {table}.{column}", table, column);
        }

        target.Error(LayoutFault.ReferenceSyntax);
        return null;
    }

    private static bool TrySplitBounds(string value, out string low, out string high)
    {
        (low, high) = ("", "");
        if (value.Split("..") is not [var first, var second])
        {
            return false;
        }

        (low, high) = (first.Trim(), second.Trim());
        return low.Length + high.Length > 0;
    }

    private static bool TryReadBound(string text, out decimal? bound)
    {
        var read = decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        bound = read ? value : null;
        return read || text.Length == 0;
    }

    private static bool TryReadLength(string text, out int? length)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        length = read ? value : null;
        return read || text.Length == 0;
    }

    private static string NameOf(RuleKind kind) => Kinds.First(k => k.Item2 == kind).Item1;

    /// <summary>What every rule has, and where its problems are reported.</summary>
    private sealed record Target(MasterScope Scope, ToonNode Place, string Column, RuleSeverity Severity, string Text)
    {
        public void Error(LayoutFault fault, params object[] args) => Scope.Error(Place, fault, args);
    }
}
