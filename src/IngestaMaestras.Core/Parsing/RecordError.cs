namespace IngestaMaestras.Core.Parsing;

/// <summary>One thing wrong with one line.</summary>
/// <param name="Type">One of <see cref="ErrorType"/>.</param>
/// <param name="Field">The column's name; null when the line as a whole is wrong.</param>
/// <param name="Rule">The rule's text or a short word (<c>requerido</c>, <c>numero(2)</c>, <c>rango 1..99</c>).</param>
/// <param name="Value">The offending text, control characters escaped, at most 200 characters.</param>
/// <param name="Message">One Spanish sentence: field, found, expected.</param>
public sealed record RecordError(string Type, string? Field, string Rule, string? Value, string Message);
