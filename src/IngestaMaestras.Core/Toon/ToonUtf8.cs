using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace IngestaMaestras.Core.Toon;

/// <summary>Bytes of a text, without a byte order mark, and where their offsets are.</summary>
internal readonly ref struct ToonUtf8
{
    internal ToonUtf8(ReadOnlySpan<byte> bytes) =>
        Bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    internal ReadOnlySpan<byte> Bytes { get; }

    internal string Text()
    {
        CheckUtf8();
        return Encoding.UTF8.GetString(Bytes);
    }

    internal void CheckUtf8()
    {
        if (Utf8.IsValid(Bytes))
            return;
        var offset = 0;
        while (Rune.DecodeFromUtf8(Bytes[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
            offset += length;
        throw Error(
            ToonErrorCode.InvalidUtf8, offset, string.Create(CultureInfo.InvariantCulture, $"0x{Bytes[offset]:X2}"));
    }

    internal int Line(int offset) => Bytes[..offset].Count((byte)'\n') + 1;

    internal ToonException Error(ToonErrorCode code, int offset, string found, params ReadOnlySpan<object?> args)
    {
        var column = 1;
        foreach (var unit in Bytes[(Bytes[..offset].LastIndexOf((byte)'\n') + 1)..offset])
            column += (unit & 0xC0) == 0x80 ? 0 : 1;
        return ToonException.Create(code, Line(offset), column, found, args);
    }
}
