namespace IngestaMaestras.Core.Parsing;

/// <summary>Questions about UTF-8 that is known to be valid.</summary>
internal static class Utf8Text
{
    /// <summary>Bytes of the character that starts with <paramref name="first"/>.</summary>
    public static int SequenceLength(byte first) => first switch
    {
        < 0x80 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    /// <summary>Unicode scalar values in <paramref name="text"/>.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
        {
            if ((b & 0xC0) != 0x80) // Not a continuation byte.
                count++;
        }

        return count;
    }

    /// <summary>Without the spaces (U+0020, nothing else) at both ends.</summary>
    public static FieldSlice Trim(ReadOnlySpan<byte> line, FieldSlice slice)
    {
        int start = slice.Start;
        int end = slice.Start + slice.Length;
        while (start < end && line[start] == ' ')
            start++;
        while (end > start && line[end - 1] == ' ')
            end--;
        return new FieldSlice(start, end - start);
    }
}
