using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

/// <summary>
/// What loading a file into empty tables gives, done plainly: the real reader, then repeated keys, then references.
/// </summary>
internal sealed class LoadedFile
{
    private readonly List<LoadedLine> _lines = [];

    private LoadedFile(Layout layout) => Layout = layout;

    public Layout Layout { get; }

    public long ReadCount { get; private set; }

    public IReadOnlyList<LoadedLine> Lines => _lines;

    public IEnumerable<LoadedLine> Accepted => _lines.Where(l => l.Errors.Count == 0);

    public IEnumerable<LoadedLine> Rejected => _lines.Where(l => l.Errors.Count > 0);

    public static async Task<LoadedFile> ReadAsync(Layout layout, string path, CancellationToken ct)
    {
        LoadedFile file = new(layout);
        await using FileStream stream = File.OpenRead(path);
        using RecordReader reader = new(layout, stream);
        HashSet<string> keys = new(StringComparer.Ordinal);
        string? duplicateField = layout.KeyFields;
        while (await reader.FillAsync(ct))
        {
            while (reader.TryRead())
            {
                LoadedLine line = LineOf(reader);
                if (reader.IsAccepted && !keys.Add(line.Key!))
                    line.Errors.Add((ErrorType.DuplicateKey, duplicateField));
                file._lines.Add(line);
            }
        }

        file.ReadCount = reader.ReadCount;
        return file;
    }

    /// <summary>Checks the references of accepted lines against what other files loaded.</summary>
    public void CheckReferences(Func<ReferenceRule, IReadOnlySet<string>?> valuesOf)
    {
        LoadedLine[] lines = [.. Accepted];
        foreach ((int ordinal, ReferenceRule rule) in Layout.References
            .Select(r => (Layout.Columns.Index().First(c => c.Item.Name == r.Column).Index, r))
            .OrderBy(r => r.Index))
        {
            if (valuesOf(rule) is not { } parents)
                continue;
            foreach (LoadedLine line in lines)
            {
                if (line.Values[ordinal] is { } value && !parents.Contains(value))
                {
                    (rule.Severity == RuleSeverity.Error ? line.Errors : line.Warnings)
                        .Add((ErrorType.MissingReference, rule.Column));
                }
            }
        }
    }

    /// <summary>Values of a column that the hub has.</summary>
    public IReadOnlySet<string> ValuesOf(string columnName)
    {
        int ordinal = Layout.Columns.Index()
            .First(c => string.Equals(c.Item.ColumnName, columnName, StringComparison.OrdinalIgnoreCase)).Index;
        return Accepted.Select(l => l.Values[ordinal]).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private static LoadedLine LineOf(RecordReader reader)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, RecordJson.WriterOptions))
            RecordJson.Write(json, reader.Layout, reader.Values, reader.TextBuffer);

        string?[] values = new string?[reader.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            FieldValue value = reader.Values[i];
            values[i] = value.IsNull ? null
                : value.Kind == FieldKind.Text ? Encoding.UTF8.GetString(reader.TextBuffer.Slice(value.Offset, value.Length))
                : value.Kind == FieldKind.Decimal ? value.Decimal.ToString("G29", CultureInfo.InvariantCulture)
                : value.Integer.ToString(CultureInfo.InvariantCulture);
        }

        return new LoadedLine(
            reader.LineNumber,
            reader.IsKeyReadable ? KeyText.Of(reader.Layout, reader.Values, reader.TextBuffer) : null,
            Encoding.UTF8.GetString(buffer.WrittenSpan),
            values,
            [.. reader.Errors.Select(e => (e.Type, e.Field))],
            [.. reader.Warnings.Select(e => (e.Type, e.Field))]);
    }
}
