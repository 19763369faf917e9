using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Corrections;

/// <summary>Judges lines with the reader that loads them, and with what only the file tells: keys that repeat.</summary>
public static class FileJudge
{
    /// <summary>Every line but the header, in order.</summary>
    /// <param name="numbers">The number that each line goes by; null: its own.</param>
    public static async Task<IReadOnlyList<LineVerdict>> JudgeAsync(
        Layout layout, byte[] file, CancellationToken ct, IReadOnlyList<int>? numbers = null)
    {
        using MemoryStream stream = new(file, writable: false);
        using RecordReader reader = new(layout, stream);
        Dictionary<string, int> lineOfKey = new(StringComparer.Ordinal);
        List<LineVerdict> verdicts = [];
        while (await reader.FillAsync(ct).ConfigureAwait(false))
        {
            while (reader.TryRead())
            {
                LineVerdict verdict = Judge(reader);
                if (numbers is not null)
                    verdict = verdict with { Number = numbers[verdict.Number - 1] };
                if (verdict.Key is { } key && !lineOfKey.TryAdd(key, verdict.Number))
                    verdict = Repeats(layout, verdict, lineOfKey[key]);
                verdicts.Add(verdict);
            }
        }

        return verdicts;
    }

    /// <summary>One line by itself.</summary>
    /// <param name="number">The number that the verdict gets.</param>
    public static async Task<LineVerdict> JudgeLineAsync(Layout layout, byte[] line, int number, CancellationToken ct)
    {
        // Behind another line, and with its own end: what only the first or the last line may have is no part of it.
        using MemoryStream stream = new([(byte)'\n', .. line, (byte)'\n'], writable: false);
        using RecordReader reader = new(layout, stream);
        while (await reader.FillAsync(ct).ConfigureAwait(false))
        {
            while (reader.TryRead())
            {
                if (reader.LineNumber == 2)
                    return Judge(reader) with { Number = number };
            }
        }

        throw new InvalidOperationException("The reader does not give the line that it was given.");
    }

    /// <summary>The verdict on a line whose key an earlier one has.</summary>
    public static LineVerdict Repeats(Layout layout, LineVerdict verdict, int firstLine) => verdict with
    {
        Errors = [Repeated(layout, verdict.Key!, firstLine)],
        Key = null,
        References = new Dictionary<string, string>(),
    };

    /// <summary>What is wrong with a record whose key an earlier line has.</summary>
    public static RecordError Repeated(Layout layout, string key, long firstLine) => RecordErrors.DuplicateKey(layout, key, firstLine);

    private static LineVerdict Judge(RecordReader reader)
    {
        if (!reader.IsAccepted)
            return new LineVerdict((int)reader.LineNumber, reader.Errors, reader.Warnings, null, new Dictionary<string, string>());

        Dictionary<string, string> references = new(StringComparer.Ordinal);
        foreach (ReferenceRule rule in reader.Layout.References)
        {
            if (TextOf(reader, rule.Column) is { Length: > 0 } text)
                references[rule.Column] = text;
        }

        return new LineVerdict(
            (int)reader.LineNumber, [], reader.Warnings, KeyText.Of(reader.Layout, reader.Values, reader.TextBuffer), references);
    }

    /// <summary>The canonical text of a column's value; null when it is blank, or constant and so nobody's to change.</summary>
    private static string? TextOf(RecordReader reader, string name)
    {
        for (int i = 0; i < reader.Layout.Columns.Count; i++)
        {
            LayoutColumn column = reader.Layout.Columns[i];
            if (column.IsConstant || !string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;

            FieldValue value = reader.Values[i];
            byte[] utf8 = new byte[Math.Max(value.Length, ValueText.MaxNonTextBytes)];
            return ValueText.TryWrite(value, reader.TextBuffer, utf8, out int written) ? Encoding.UTF8.GetString(utf8, 0, written) : null;
        }

        return null;
    }
}
