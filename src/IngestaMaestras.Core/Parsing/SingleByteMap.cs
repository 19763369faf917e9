using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>What each byte of a single-byte encoding stands for.</summary>
internal static class SingleByteMap
{
    /// <summary>A byte that the encoding leaves undefined.</summary>
    public const char Undefined = '\uFFFF';

    // cp1252, 0x80 to 0x9F. The .NET code page maps the five undefined bytes to C1 controls instead of refusing them.
    private const string Windows1252High =
        "\u20AC\uFFFF\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFF\u017D\uFFFF" +
        "\uFFFF\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFF\u017E\u0178";

    public static char ToChar(SourceEncoding encoding, byte value) =>
        encoding == SourceEncoding.Windows1252 && value is >= 0x80 and <= 0x9F
            ? Windows1252High[value - 0x80]
            : (char)value;

    public static char[] For(SourceEncoding encoding)
    {
        char[] map = new char[256];
        for (int i = 0; i < map.Length; i++)
            map[i] = ToChar(encoding, (byte)i);
        return map;
    }
}
