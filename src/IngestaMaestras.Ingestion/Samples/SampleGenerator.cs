using System.Buffers;
using System.Text;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Lines;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;
using IngestaMaestras.Ingestion.Samples.Writing;

namespace IngestaMaestras.Ingestion.Samples;

/// <summary>
/// Makes realistic files for any layouts, and knows to the line what a load of them must find. The same options give the
/// same bytes everywhere.
/// </summary>
public static class SampleGenerator
{
    /// <summary>Writes files and manifest, in constant memory.</summary>
    /// <exception cref="SampleException">The sample cannot be made as asked; nothing was written.</exception>
    public static async Task<SampleTotals> GenerateAsync(LayoutSet layouts, SampleOptions options, CancellationToken ct)
    {
        IReadOnlyList<FileSpec> files = Plan(layouts, options);
        using SampleFolder folder = new(options, files);
        List<SampleFileTotals> totals = [];
        using (FindingSpool findings = new(folder.SpoolPath))
        {
            await using ManifestWriter manifest = new(SampleFolder.TemporaryOf(options.ManifestPath));
            manifest.Begin(options);
            foreach (FileSpec file in files)
            {
                string path = SampleFolder.TemporaryOf(folder.PathOf(file));
                totals.Add(await new SampleFileWriter(file, findings).WriteAsync(path, ct));
                await manifest.WriteAsync(totals[^1], findings, ct);
            }

            await manifest.EndAsync(ct);
        }

        folder.Publish();
        return new SampleTotals(options.ManifestPath, totals);
    }

    /// <summary>Writes files and manifest, and reads the manifest: memory grows with faults and changes.</summary>
    /// <exception cref="SampleException">The sample cannot be made as asked; nothing was written.</exception>
    public static async Task<SampleManifest> WriteAsync(LayoutSet layouts, SampleOptions options, CancellationToken ct)
    {
        SampleTotals totals = await GenerateAsync(layouts, options, ct);
        return await SampleManifest.ReadAsync(totals.ManifestPath, ct);
    }

    /// <summary>
    /// The rows that the hub must have after one file of a sample was loaded into an empty table, in the order of their
    /// lines. Nothing is read or written; the files need not exist.
    /// </summary>
    /// <param name="fileName">As in the manifest.</param>
    /// <exception cref="SampleException">A sample with these options has no such file.</exception>
    public static IEnumerable<ExpectedRow> ExpectedRows(LayoutSet layouts, SampleOptions options, string fileName)
    {
        FileSpec file = Plan(layouts, options).FirstOrDefault(f => f.Name == fileName)
            ?? throw new SampleException(SampleMessages.Format("NoSuchFile", fileName));
        return SampleFileWriter.FileErrorOf(file.Variant) is null ? RowsOf(file) : [];
    }

    private static IReadOnlyList<FileSpec> Plan(LayoutSet layouts, SampleOptions options)
    {
        if (options.Rows is < 1 or > SampleOptions.MaxRows)
            throw new SampleException(SampleMessages.Format("WrongRows", options.Rows, SampleOptions.MaxRows));
        if (options.Faults is < 0 or > 1)
            throw new SampleException(SampleMessages.Format("WrongFaults", options.Faults));
        if (options.Changes < 0)
            throw new SampleException(SampleMessages.Format("WrongChanges", options.Changes));
        return new FilePlanner(new SampleCatalog(layouts, options)).Plan();
    }

    private static IEnumerable<ExpectedRow> RowsOf(FileSpec file)
    {
        Layout layout = file.Model!.Layout;
        SampleLines lines = new(file, withText: false);
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, RecordJson.WriterOptions);
        while (lines.MoveNext())
        {
            if (lines.Kind != LineKind.Record || lines.Errors.Count > 0)
                continue;

            RecordJson.Write(json, layout, lines.Record.Values, lines.Record.Buffer);
            json.Flush();
            string text = Encoding.UTF8.GetString(buffer.WrittenSpan);
            json.Reset();
            buffer.ResetWrittenCount();
            yield return new ExpectedRow(lines.LineNumber, lines.KeyOf(), ValuesOf(lines.Record), text);
        }
    }

    private static object?[] ValuesOf(SampleRecord record)
    {
        object?[] values = new object?[record.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            FieldValue value = record.Values[i];
            values[i] = value switch
            {
                { IsNull: true } => null,
                { Kind: FieldKind.Text } => Encoding.UTF8.GetString(record.Buffer.Slice(value.Offset, value.Length)),
                { Kind: FieldKind.Integer } => value.Integer,
                { Kind: FieldKind.Decimal } => value.Decimal,
                { Kind: FieldKind.Date } => DateOnly.FromDayNumber((int)value.Integer),
                { Kind: FieldKind.Boolean } => value.Integer != 0,
                _ => throw new InvalidOperationException($"FieldKind {value.Kind}"),
            };
        }

        return values;
    }
}
