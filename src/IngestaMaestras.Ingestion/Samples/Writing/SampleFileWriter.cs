using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Lines;
using IngestaMaestras.Ingestion.Samples.Plans;

namespace IngestaMaestras.Ingestion.Samples.Writing;

/// <summary>Writes one file of a sample and what must be told of it.</summary>
internal sealed class SampleFileWriter(FileSpec file, FindingSpool findings)
{
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    private long _read;
    private long _rejected;
    private long _rejectedByQuirk;
    private long _warned;

    /// <summary>The error that refuses a file of a variant as a whole.</summary>
    public static string? FileErrorOf(SampleVariant? variant) => variant switch
    {
        SampleVariant.Empty => ErrorType.EmptyFile,
        SampleVariant.Unknown => ErrorType.UnknownFile,
        SampleVariant.Extension => ErrorType.InvalidExtension,
        _ => null,
    };

    public async Task<SampleFileTotals> WriteAsync(string path, CancellationToken ct)
    {
        findings.Clear();
        await using HashedFile output = new(path);
        if (file.Model is null)
            output.Append("0001  DATOS DE UNA MAESTRA QUE NADIE HA DESCRITO\n"u8);
        else if (file.Variant != SampleVariant.Empty)
            await WriteLinesAsync(output, ct);
        await output.FlushAsync(ct);

        bool isRefused = FileErrorOf(file.Variant) is not null;
        return new SampleFileTotals
        {
            File = file.Name,
            Maestra = file.Model?.Layout.Maestra,
            Date = file.Date,
            Variant = file.Variant is { } variant ? SampleVariantNames.Of(variant) : null,
            FileError = FileErrorOf(file.Variant),
            Bytes = output.Length,
            Sha256 = output.HashOf(),
            Read = _read,
            Accepted = _read - _rejected,
            Rejected = _rejected,
            RejectedByQuirk = _rejectedByQuirk,
            Warned = _warned,
            Exhausted = !isRefused && file.Model!.Rows < file.Model.Wanted,
            Wanted = isRefused ? 0 : file.Model!.Wanted,
            ChangesMissing = isRefused ? 0 : file.Reported?.Missing ?? 0,
            ChangesFrom = file.ChangesFrom,
        };
    }

    private async Task WriteLinesAsync(HashedFile output, CancellationToken ct)
    {
        byte[] lineEnd = file.Variant == SampleVariant.Crlf ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        bool isRead = FileErrorOf(file.Variant) is null;
        bool isFirst = true;
        if (file.Variant == SampleVariant.Bom)
            output.Append(Bom);

        SampleLines lines = new(file, withText: true);
        while (lines.MoveNext())
        {
            if (isRead)
                Tell(lines);
            if (lines.Kind == LineKind.Deletion)
                continue;

            // Before the line: whether one follows the last is the variant's business.
            if (!isFirst)
                output.Append(lineEnd);
            isFirst = false;
            output.Append(lines.Line);
            if (output.IsBlockFull)
                await output.FlushAsync(ct);
        }

        if (file.Variant is not (SampleVariant.NoNewline or SampleVariant.Truncated))
            output.Append(lineEnd);
        if (file.Variant == SampleVariant.ControlZ)
            output.Append([0x1A]);
    }

    private void Tell(SampleLines lines)
    {
        if (lines.Kind == LineKind.Header)
            return;
        if (lines.Change != ChangeOp.None)
            findings.Add(ChangeOf(lines));
        if (lines.Kind == LineKind.Deletion)
            return;

        _read++;
        if (lines.Errors.Count > 0)
        {
            _rejected++;
            _rejectedByQuirk += lines.IsQuirk ? 1 : 0;
            findings.Add(lines.LineNumber, lines.Errors, lines.IsQuirk, lines.IsKeyReadable ? lines.KeyOf() : null);
            return;
        }

        foreach ((string errorType, string? field) in lines.Warnings)
        {
            _warned++;
            findings.Add(new SampleWarning { Line = lines.LineNumber, ErrorType = errorType, Field = field });
        }
    }

    private static SampleChange ChangeOf(SampleLines lines) => new()
    {
        Op = lines.Change switch
        {
            ChangeOp.Insert => SampleChange.Insert,
            ChangeOp.Update => SampleChange.Update,
            ChangeOp.Delete => SampleChange.Delete,
            _ => throw new InvalidOperationException($"ChangeOp {lines.Change}"),
        },
        Key = lines.KeyOf(),
        Line = lines.Change == ChangeOp.Delete ? null : lines.LineNumber,
    };
}
