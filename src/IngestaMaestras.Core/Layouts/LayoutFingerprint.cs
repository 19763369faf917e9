using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IngestaMaestras.Core.Layouts;

/// <summary>The hash of what decides how a file is read and stored.</summary>
public static class LayoutFingerprint
{
    // Part of the text, so that a change of the text's form is a change of every fingerprint on purpose.
    private const string Version = "layout 1";

    /// <summary>SHA-256 of <see cref="CanonicalText"/>, in lower-case hexadecimal.</summary>
    public static string Of(Layout layout) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText(layout))));

    /// <summary>
    /// One line per thing that matters, cells separated by tabs: two layouts with the same text read and store any file
    /// the same way. Thresholds, topic, schedule, description and owner are not in it.
    /// </summary>
    public static string CanonicalText(Layout layout)
    {
        StringBuilder text = new();
        Line(text, Version);
        Line(text, "maestra", layout.Maestra);
        Line(text, "table", layout.Table);
        Line(text, "encoding", layout.Encoding);
        Line(text, "format", layout.Format, layout.Delimiter, layout.IgnoreHeader, layout.DecimalSeparator);
        Line(text, "size", layout.Width, layout.Parts);
        Line(text, "mode", layout.Mode);
        foreach (var c in layout.Columns)
        {
            Line(text, "column", c.Name, c.Type, c.Required, c.Start, c.End, c.Index, c.IsConstant, c.Constant);
        }

        Line(text, ["key", .. layout.KeyColumns.Select(c => c.Name)]);
        foreach (var rule in layout.Rules)
        {
            Line(text, "rule", rule.Column, rule.Severity, rule.Text);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, params object?[] cells) =>
        text.AppendJoin('\t', cells.Select(Cell)).Append('\n');

    private static string Cell(object? value) =>
        (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
}
