using System.Buffers;
using System.Buffers.Binary;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (its manual, "COPY", section "Binary Format") straight from the
/// reader's bytes: no string and no allocation per field.
/// </summary>
internal sealed class CopyRowWriter(NpgsqlRawCopyStream stream) : IDisposable
{
    private const int FlushAt = 128 * 1024;

    /// <summary>Days from 0001-01-01 to 2000-01-01, PostgreSQL's day zero.</summary>
    private const int PostgresEpoch = 730_119;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FlushAt * 2);
    private int _length;
    private bool _headerWritten;

    /// <summary>Starts a row of so many fields.</summary>
    public void BeginRow(int fields)
    {
        if (!_headerWritten)
        {
            Header.CopyTo(Reserve(Header.Length));
            _headerWritten = true;
        }

        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), (short)fields);
    }

    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), -1);

    public void WriteInt64(long value)
    {
        var target = Reserve(12);
        BinaryPrimitives.WriteInt32BigEndian(target, 8);
        BinaryPrimitives.WriteInt64BigEndian(target[4..], value);
    }

    public void WriteBoolean(bool value)
    {
        var target = Reserve(5);
        BinaryPrimitives.WriteInt32BigEndian(target, 1);
        target[4] = value ? (byte)1 : (byte)0;
    }

    /// <summary>A text (UTF-8) or bytea field.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        var target = Reserve(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(target, value.Length);
        value.CopyTo(target[4..]);
    }

    /// <summary>A jsonb field from its JSON text in UTF-8.</summary>
    public void WriteJsonb(ReadOnlySpan<byte> json)
    {
        var target = Reserve(5 + json.Length);
        BinaryPrimitives.WriteInt32BigEndian(target, json.Length + 1);
        target[4] = 1; // version of the wire format
        json.CopyTo(target[5..]);
    }

    /// <summary>A layout column's value, in the type that <see cref="HubColumn.TypeName"/> gives the column.</summary>
    public void WriteValue(FieldType type, in FieldValue value, ReadOnlySpan<byte> text)
    {
        if (value.IsNull)
        {
            WriteNull();
            return;
        }

        switch (type.Kind)
        {
            case FieldKind.Text:
                WriteBytes(text.Slice(value.Offset, value.Length));
                break;
            case FieldKind.Integer when HubColumn.FitsInteger(type):
                WriteInt32((int)value.Integer);
                break;
            case FieldKind.Integer:
                WriteInt64(value.Integer);
                break;
            case FieldKind.Decimal:
                WriteNumeric(value.Decimal, type.Scale);
                break;
            case FieldKind.Date:
                WriteInt32((int)value.Integer - PostgresEpoch);
                break;
            case FieldKind.Boolean:
                WriteBoolean(value.Integer != 0);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null);
        }
    }

    /// <summary>Sends what has gathered once it is worth it; call it after each row.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken ct) => _length < FlushAt ? ValueTask.CompletedTask : FlushAsync(ct);

    /// <summary>Sends the rest and ends the COPY; without this call nothing is saved.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        if (!_headerWritten)
        {
            Header.CopyTo(Reserve(Header.Length));
        }

        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), -1);
        await FlushAsync(ct);
        await stream.DisposeAsync();
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private async ValueTask FlushAsync(CancellationToken ct)
    {
        await stream.WriteAsync(_buffer.AsMemory(0, _length), ct);
        _length = 0;
    }

    private void WriteInt32(int value)
    {
        var target = Reserve(8);
        BinaryPrimitives.WriteInt32BigEndian(target, 4);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], value);
    }

    /// <summary>numeric on the wire: base-10000 digits, weight of the first, sign, scale shown.</summary>
    private void WriteNumeric(decimal value, int scale)
    {
        const int MaxGroups = 12;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var negative = bits[3] < 0;
        var valueScale = (bits[3] >> 16) & 0xFF;
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);

        // Groups of four digits start at the decimal point, so the fraction is padded to whole groups.
        for (; valueScale % 4 != 0; valueScale++)
        {
            mantissa *= 10;
        }

        var fractionGroups = valueScale / 4;
        Span<short> groups = stackalloc short[MaxGroups];
        var first = MaxGroups;
        while (mantissa != 0)
        {
            (mantissa, var group) = UInt128.DivRem(mantissa, 10_000);
            groups[--first] = (short)group;
        }

        var weight = MaxGroups - first - fractionGroups - 1;
        var last = MaxGroups;
        while (last > first && groups[last - 1] == 0)
        {
            last--;
        }

        var count = last - first;
        var target = Reserve(12 + (count * 2));
        BinaryPrimitives.WriteInt32BigEndian(target, 8 + (count * 2));
        BinaryPrimitives.WriteInt16BigEndian(target[4..], (short)count);
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)(count == 0 ? 0 : weight));
        BinaryPrimitives.WriteInt16BigEndian(target[8..], (short)(negative && count > 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(target[10..], (short)scale);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(target[(12 + (i * 2))..], groups[first + i]);
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var target = _buffer.AsSpan(_length, count);
        _length += count;
        return target;
    }
}
