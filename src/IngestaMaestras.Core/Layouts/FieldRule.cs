using System.Text.RegularExpressions;

namespace IngestaMaestras.Core.Layouts;

/// <summary>What a broken rule does to its record.</summary>
public enum RuleSeverity
{
    /// <summary>The record is rejected.</summary>
    Error,

    /// <summary>The record is loaded and the finding reported.</summary>
    Warning,
}

/// <summary>A check on one column, from the layout's <c>reglas</c>.</summary>
/// <param name="Column">The column's name as the layout writes it.</param>
/// <param name="Severity">What a failure does.</param>
/// <param name="Text">The rule as written, e.g. <c>rango 1..99</c>; shown to operators.</param>
public abstract record FieldRule(string Column, RuleSeverity Severity, string Text);

/// <summary><c>rango 1..99</c>: a number within bounds, both included; either may be open.</summary>
public sealed record RangeRule(string Column, RuleSeverity Severity, string Text, decimal? Minimum, decimal? Maximum)
    : FieldRule(Column, Severity, Text);

/// <summary><c>longitud 1..30</c>: characters of the trimmed value, both bounds included.</summary>
public sealed record LengthRule(string Column, RuleSeverity Severity, string Text, int Minimum, int? Maximum)
    : FieldRule(Column, Severity, Text);

/// <summary><c>patron ^[A-Z]$</c>: a non-backtracking regular expression that the trimmed value must match.</summary>
public sealed record PatternRule(string Column, RuleSeverity Severity, string Text, Regex Pattern)
    : FieldRule(Column, Severity, Text);

/// <summary><c>valores A;B;C</c>: a closed list of trimmed values, compared exactly.</summary>
public sealed record ValuesRule(string Column, RuleSeverity Severity, string Text, IReadOnlyList<string> Values)
    : FieldRule(Column, Severity, Text);

/// <summary>
/// <c>referencia erp_moneda.cod_mon</c>: the value must exist in another master's table (or the own one).
/// Checked by the merge, against the hub; a null value refers to nothing and passes.
/// </summary>
/// <param name="ParentTable">Hub table of the parent, e.g. <c>erp_moneda</c>.</param>
/// <param name="ParentColumn">Hub column of the parent, e.g. <c>cod_mon</c>.</param>
public sealed record ReferenceRule(
    string Column, RuleSeverity Severity, string Text, string ParentTable, string ParentColumn)
    : FieldRule(Column, Severity, Text);
