using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>Text of a file made safe to store and to show: control characters escaped, length bounded.</summary>
internal static class ControlText
{
    /// <summary>Longest text that is quoted from a file, in UTF-16 units, the ellipsis included.</summary>
    public const int MaxQuoted = 200;

    private const int MaxUtf8BytesPerChar = 4;

    /// <summary>C0, DEL and C1.</summary>
    public static bool IsControl(char c) => c is < ' ' or (>= '\u007F' and <= '\u009F');

    /// <summary>A control character as <c>\u001A</c>.</summary>
    public static string Escape(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");

    /// <summary>Quotes UTF-8 text; bytes that are not valid become U+FFFD.</summary>
    public static string Quote(ReadOnlySpan<byte> utf8)
    {
        // Only what can be shown is decoded: a line may be as long as the limit allows.
        int longest = (MaxQuoted + 1) * MaxUtf8BytesPerChar;
        return Quote(Encoding.UTF8.GetString(utf8.Length > longest ? utf8[..longest] : utf8));
    }

    /// <summary>Quotes bytes as they stand in a file.</summary>
    public static string Quote(ReadOnlySpan<byte> raw, SourceEncoding encoding)
    {
        if (encoding == SourceEncoding.Utf8)
            return Quote(raw);

        StringBuilder text = new();
        foreach (byte b in raw.Length > MaxQuoted + 1 ? raw[..(MaxQuoted + 1)] : raw)
        {
            char c = SingleByteMap.ToChar(encoding, b);
            text.Append(c == SingleByteMap.Undefined ? '\uFFFD' : c);
        }

        return Quote(text.ToString());
    }

    public static string Quote(string text)
    {
        if (text.Length <= MaxQuoted && !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
            && !text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            return text;
        }

        StringBuilder quoted = new();
        int beforeEllipsis = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string piece = rune.IsBmp && IsControl((char)rune.Value) ? Escape((char)rune.Value) : rune.ToString();
            if (quoted.Length + piece.Length > MaxQuoted)
            {
                quoted.Length = beforeEllipsis;
                return quoted.Append('…').ToString();
            }

            quoted.Append(piece);
            if (quoted.Length < MaxQuoted)
                beforeEllipsis = quoted.Length;
        }

        return quoted.ToString();
    }
}
