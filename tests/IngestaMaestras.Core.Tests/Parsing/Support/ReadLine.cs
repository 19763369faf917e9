using System.Globalization;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>What a parser says about one line, in plain objects.</summary>
/// <param name="Values">
/// <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="DateOnly"/>, <see cref="bool"/> or null.
/// </param>
internal sealed record ReadLine(
    long Number,
    bool IsAccepted,
    bool IsKeyReadable,
    IReadOnlyList<object?> Values,
    IReadOnlyList<RecordError> Errors,
    IReadOnlyList<RecordError> Warnings,
    byte[] Raw)
{
    public IEnumerable<string> ErrorTypes => Errors.Select(e => e.Type);

    /// <summary>Everything that two parsers must agree on, as text. Decimals show their scale.</summary>
    public string Describe()
    {
        string values = string.Join(", ", Values.Select(DescribeValue));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Number} {(IsAccepted ? "accepted" : "rejected")} key={IsKeyReadable} raw={Convert.ToHexString(Raw)} " +
            $"values=[{(IsAccepted ? values : "")}] errors=[{Describe(Errors)}] warnings=[{Describe(Warnings)}]");
    }

    public static string DescribeValue(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    // What errors of a whole line quote is for people to read; of a long value only the beginning is quoted.
    private static string Describe(IEnumerable<RecordError> errors) =>
        string.Join("; ", errors.Select(e => $"{e.Type} {e.Field} {e.Rule} {(e.Field is null ? "" : Beginning(e.Value))}"));

    private static string? Beginning(string? value) => value?.Length > 100 ? value[..100] : value;
}
