using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// The text of a record's key, in events and pages: the key's fields in order, each in its canonical form (numbers
/// without leading zeros, dates as <c>yyyy-MM-dd</c>), joined with <c>|</c>; a <c>|</c> or <c>\</c> inside a field is
/// escaped with <c>\</c>. Where the whole record is the key, it is the SHA-256 of all columns in lower-case hexadecimal.
/// </summary>
public static class KeyText
{
    private const int HashBytes = 32;
    private const int LengthPrefix = 4;

    public static string Of(Layout layout, ReadOnlySpan<FieldValue> values, ReadOnlySpan<byte> text)
    {
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(256);
        try
        {
            int written;
            while (!TryWrite(layout, values, text, utf8, out written))
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(2 * utf8.Length);
                ArrayPool<byte>.Shared.Return(utf8);
                utf8 = larger;
            }

            return Encoding.UTF8.GetString(utf8, 0, written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>Writes the key in UTF-8, without allocating. False when <paramref name="utf8"/> is too small.</summary>
    /// <param name="values">One per column of the layout, as <see cref="RecordReader.Values"/>.</param>
    /// <param name="text">The buffer that text values point into, as <see cref="RecordReader.TextBuffer"/>.</param>
    public static bool TryWrite(
        Layout layout, ReadOnlySpan<FieldValue> values, ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        written = 0;
        if (layout.WholeRecordKey)
        {
            Span<byte> hash = stackalloc byte[HashBytes];
            HashRecord(values, text, hash);
            return Convert.TryToHexStringLower(hash, utf8, out written);
        }

        for (int i = 0; i < layout.KeyColumns.Count; i++)
        {
            if (i > 0 && !TryAppend((byte)'|', utf8, ref written))
                return false;
            if (!TryAppendField(values[OrdinalOf(layout, layout.KeyColumns[i])], text, utf8, ref written))
                return false;
        }

        return true;
    }

    private static bool TryAppendField(
        in FieldValue value, ReadOnlySpan<byte> text, Span<byte> utf8, ref int written)
    {
        if (!ValueText.TryWrite(value, text, utf8[written..], out int length))
            return false;

        Span<byte> field = utf8.Slice(written, length);
        if (value.Kind != FieldKind.Text || !field.ContainsAny((byte)'|', (byte)'\\'))
        {
            written += length;
            return true;
        }

        foreach (byte b in text.Slice(value.Offset, value.Length))
        {
            if (b is (byte)'|' or (byte)'\\' && !TryAppend((byte)'\\', utf8, ref written))
                return false;
            if (!TryAppend(b, utf8, ref written))
                return false;
        }

        return true;
    }

    private static bool TryAppend(byte value, Span<byte> utf8, ref int written)
    {
        if (written >= utf8.Length)
            return false;
        utf8[written++] = value;
        return true;
    }

    private static int OrdinalOf(Layout layout, LayoutColumn column)
    {
        for (int i = 0; i < layout.Columns.Count; i++)
        {
            if (layout.Columns[i].Name == column.Name)
                return i;
        }

        throw new ArgumentException($"{layout.Maestra}: the key's column {column.Name} is not one of its columns.");
    }

    /// <summary>
    /// Hashes all columns in order. Each is 0 for null, otherwise 1, the length of its canonical text and the text:
    /// different records never give the same bytes.
    /// </summary>
    private static void HashRecord(ReadOnlySpan<FieldValue> values, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        int capacity = 0;
        foreach (ref readonly FieldValue value in values)
            capacity += 1 + LengthPrefix + Math.Max(value.Length, ValueText.MaxNonTextBytes);

        byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);
        int written = 0;
        foreach (ref readonly FieldValue value in values)
        {
            bytes[written++] = value.IsNull ? (byte)0 : (byte)1;
            if (value.IsNull)
                continue;

            int start = written + LengthPrefix;
            ValueText.TryWrite(value, text, bytes.AsSpan(start), out int length);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(written), length);
            written = start + length;
        }

        SHA256.HashData(bytes.AsSpan(0, written), hash);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
