using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>Streams a file once into its staging tables, by COPY, in constant memory.</summary>
public sealed class FileStager(HubDatabase hub)
{
    /// <summary>How often a file that changes under the reader is read again before it counts as unreadable.</summary>
    private const int MaxReadings = 3;

    private const int KeyBufferBytes = 128;

    /// <summary>Creates the attempt's tables and fills them.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <exception cref="FileChangedException">The file was written to while it was read, every time.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<StagedFile> StageAsync(Layout layout, StagingTables tables, string path, CancellationToken ct)
    {
        for (var reading = 1; reading <= MaxReadings; reading++)
        {
            var before = FileStat.TryRead(path);
            var staged = await StageOnceAsync(layout, tables, path, ct);
            if (before is not null && before == FileStat.TryRead(path) && before.Size == staged.SizeBytes)
            {
                return staged;
            }
        }

        throw new FileChangedException(path);
    }

    /// <summary>Stages the keys that a file contributed: those of its accepted lines, rejected ones left out.</summary>
    /// <param name="rejectedLines">Line numbers that its merge rejected (references), besides those the reader rejects.</param>
    public async Task StageKeysAsync(
        Layout layout, string table, string path, IReadOnlySet<long> rejectedLines, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var columns = string.Join(", ", HubColumn.KeyNames(layout));
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", ct);
        using CopyRowWriter writer = new(copy);
        using RecordReader reader = new(layout, OpenFile(path));
        while (await reader.FillAsync(ct))
        {
            while (reader.TryRead())
            {
                if (reader.IsAccepted && !rejectedLines.Contains(reader.LineNumber))
                {
                    writer.BeginRow(Math.Max(1, layout.KeyColumns.Count));
                    WriteKey(writer, layout, reader);
                    await writer.FlushIfFullAsync(ct);
                }
            }
        }

        await writer.CompleteAsync(ct);
    }

    private async Task<StagedFile> StageOnceAsync(Layout layout, StagingTables tables, string path, CancellationToken ct)
    {
        await using var recordConnection = await hub.OpenAsync(ct);
        await using var transaction = await recordConnection.BeginTransactionAsync(ct);
        await tables.CreateRecordsAsync(recordConnection, layout, ct);
        await using FindingWriter findings = await FindingWriter.CreateAsync(hub, layout, tables, ct);

        await using HashingStream stream = new(OpenFile(path));
        using RecordReader reader = new(layout, stream);
        var columns = string.Join(", ", HubColumn.RecordNames(layout));
        long accepted = 0;
        // FREEZE: rows written in the transaction that created the table need no second visit to be marked visible.
        await using (var copy = await recordConnection.BeginRawBinaryCopyAsync(
            $"COPY {tables.Records} (_line_number, {columns}) FROM STDIN (FORMAT binary, FREEZE)", ct))
        {
            using CopyRowWriter writer = new(copy);
            while (await reader.FillAsync(ct))
            {
                while (reader.TryRead())
                {
                    if (reader.IsAccepted)
                    {
                        accepted++;
                        WriteRecord(writer, layout, reader);
                        await writer.FlushIfFullAsync(ct);
                    }

                    if (!reader.IsAccepted || reader.Warnings.Count > 0)
                    {
                        await findings.AddAsync(reader, ct);
                    }
                }
            }

            await writer.CompleteAsync(ct);
        }

        await findings.CompleteAsync(ct);
        await transaction.CommitAsync(ct);
        return new StagedFile(
            stream.GetHash(), stream.BytesRead, layout.Fingerprint, tables.Attempt, reader.ReadCount, accepted,
            reader.ReadCount - accepted, findings.Rows, findings.UnreadableKeys,
            findings.Warnings, findings.ByType);
    }

    private static FileStream OpenFile(string path) => new(
        path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });

    private static void WriteRecord(CopyRowWriter writer, Layout layout, RecordReader reader)
    {
        writer.BeginRow(layout.Columns.Count + (layout.WholeRecordKey ? 2 : 1));
        writer.WriteInt64(reader.LineNumber);
        if (layout.WholeRecordKey)
        {
            WriteKey(writer, layout, reader);
        }

        var values = reader.Values;
        var text = reader.TextBuffer;
        for (var i = 0; i < values.Length; i++)
        {
            writer.WriteValue(layout.Columns[i].Type, values[i], text);
        }
    }

    internal static void WriteKey(CopyRowWriter writer, Layout layout, RecordReader reader)
    {
        if (layout.WholeRecordKey)
        {
            Span<byte> key = stackalloc byte[KeyBufferBytes];
            if (!KeyText.TryWrite(layout, reader.Values, reader.TextBuffer, key, out var written))
            {
                throw new InvalidOperationException("The hash of a record is longer than its buffer.");
            }

            writer.WriteBytes(key[..written]);
            return;
        }

        foreach (var column in layout.KeyColumns)
        {
            writer.WriteValue(column.Type, reader.Values[IndexOf(layout, column)], reader.TextBuffer);
        }
    }

    private static int IndexOf(Layout layout, LayoutColumn column)
    {
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            if (ReferenceEquals(layout.Columns[i], column) || layout.Columns[i].Name == column.Name)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{column.Name} is no column of {layout.Maestra}.");
    }
}
