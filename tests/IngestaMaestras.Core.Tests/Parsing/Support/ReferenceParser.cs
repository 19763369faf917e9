using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>
/// The slow and obvious twin of the reader: the whole file in memory, a string per line, a string per field. It shares
/// no code with it. Messages are left empty.
/// </summary>
internal sealed class ReferenceParser(Layout layout, int maxLineBytes)
{
    private readonly LayoutColumn[] _fields = [.. layout.Columns.Where(c => !c.IsConstant)];

    public IReadOnlyList<ReadLine> Parse(byte[] file)
    {
        List<ReadLine> lines = [];
        long number = 0;
        foreach (byte[] raw in SplitLines(file))
        {
            number++;
            if (number > 1 || !layout.IgnoreHeader)
                lines.Add(ParseLine(number, raw));
        }

        return lines;
    }

    public static List<byte[]> SplitLines(byte[] file)
    {
        List<byte> content = [.. file];
        if (file.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            content.RemoveRange(0, 3);
        if (content.Count > 0 && content[^1] == 0x1A)
            content.RemoveAt(content.Count - 1);

        // In latin-1 every byte is one char, so a string can stand for the bytes.
        List<string> lines = [.. Encoding.Latin1.GetString([.. content]).Split('\n')];
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return [.. lines.Select(l => Encoding.Latin1.GetBytes(l.EndsWith('\r') ? l[..^1] : l))];
    }

    private ReadLine ParseLine(long number, byte[] raw)
    {
        List<RecordError> errors = [];
        List<RecordError> warnings = [];
        object?[] values = [.. layout.Columns.Select(c => c.IsConstant ? Constant(c) : null)];
        bool isKeyReadable = false;
        if (raw.Length > maxLineBytes)
        {
            errors.Add(LineError(ErrorType.LongLine, $"largo máximo {maxLineBytes}"));
            raw = raw[..Math.Min(maxLineBytes, 4096)];
        }
        else
        {
            string? line = DecodeLine(raw, errors);
            if (line is not null)
                isKeyReadable = ParseFields(line, values, errors, warnings);
        }

        bool isAccepted = errors.Count == 0;
        if (layout.WholeRecordKey)
            isKeyReadable = isAccepted;

        return new ReadLine(number, isAccepted, isKeyReadable, values, errors, warnings, raw);
    }

    private string? DecodeLine(byte[] raw, List<RecordError> errors)
    {
        string line;
        bool isInvalid;
        if (layout.Encoding == SourceEncoding.Utf8)
        {
            line = Encoding.UTF8.GetString(raw);
            isInvalid = !Encoding.UTF8.GetBytes(line).AsSpan().SequenceEqual(raw);
        }
        else
        {
            bool is1252 = layout.Encoding == SourceEncoding.Windows1252;
            line = (is1252 ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.Latin1).GetString(raw);
            isInvalid = is1252 && raw.Any(b => b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D);
            if (is1252)
                line = line.Replace('\u0081', '?').Replace('\u008D', '?').Replace('\u008F', '?')
                    .Replace('\u0090', '?').Replace('\u009D', '?');
        }

        string name = layout.Encoding switch
        {
            SourceEncoding.Utf8 => "utf-8",
            SourceEncoding.Latin1 => "latin-1",
            _ => "cp1252",
        };
        if (isInvalid)
            errors.Add(LineError(ErrorType.InvalidEncoding, $"encoding {name}"));
        if (line.Any(c => char.IsControl(c) && c != (char?)layout.Delimiter))
            errors.Add(LineError(ErrorType.MalformedLine, "caracteres de control"));
        if (errors.Count == 0 && line.Length == 0)
            errors.Add(LineError(ErrorType.ShortLine, "largo mínimo 1"));
        return errors.Count == 0 ? line : null;
    }

    /// <summary>True when the line was whole and every field of the key is good.</summary>
    private bool ParseFields(string line, object?[] values, List<RecordError> errors, List<RecordError> warnings)
    {
        LayoutColumn[] required = [.. _fields.Where(f => f.Required)];
        Rune[] characters = [.. line.EnumerateRunes()];
        string[] parts = layout.Delimiter is { } d ? line.Split((char)d) : [];
        if (layout.Format == RecordFormat.Fixed)
        {
            int last = required.Length == 0 ? -1 : required.Max(f => f.Start);
            if (characters.Length <= last)
                errors.Add(LineError(ErrorType.ShortLine, $"largo mínimo {last + 1}"));
        }
        else
        {
            bool isWrong = layout.Parts is { } expected && parts.Length != expected
                && !(parts.Length == expected + 1 && parts[^1].Trim(' ').Length == 0);
            int last = required.Length == 0 ? -1 : required.Max(f => f.Index);
            if (isWrong)
                errors.Add(LineError(ErrorType.MalformedLine, $"partes {layout.Parts}"));
            if (parts.Length <= last)
                errors.Add(LineError(ErrorType.ShortLine, $"partes mínimas {last + 1}"));
            if (isWrong)
                return false;
        }

        bool isWhole = errors.Count == 0;
        bool isKeyGood = true;
        foreach (LayoutColumn field in _fields)
        {
            int ordinal = layout.Columns.ToList().IndexOf(field);
            int at = layout.Format == RecordFormat.Fixed ? field.Start : field.Index;
            if (at >= (layout.Format == RecordFormat.Fixed ? characters.Length : parts.Length))
                continue;

            string text = layout.Format == RecordFormat.Fixed
                ? string.Concat(characters[at..Math.Min(field.End, characters.Length)].Select(r => r.ToString()))
                : parts[at];
            RecordError[] found = [.. Check(field, text.Trim(' '), warnings, out values[ordinal])];
            errors.AddRange(found);
            isKeyGood &= found.Length == 0 || !field.IsKey;
        }

        return isWhole && isKeyGood;
    }

    private List<RecordError> Check(LayoutColumn column, string text, List<RecordError> warnings, out object? value)
    {
        value = null;
        if (text.Length == 0)
            return column.Required ? [new(ErrorType.RequiredField, column.Name, "requerido", "", "")] : [];

        string? typeError = ReferenceTypes.Parse(column.Type, layout.DecimalSeparator, text, out object? parsed);
        if (typeError is not null)
            return [new(typeError, column.Name, column.Type.ToString(), text, "")];

        List<RecordError> errors = [];
        foreach (FieldRule rule in layout.Rules.Where(r => r.Column == column.Name))
        {
            if (ReferenceTypes.Broken(rule, text, parsed) is { } ruleError)
            {
                (rule.Severity == RuleSeverity.Error ? errors : warnings)
                    .Add(new RecordError(ruleError, column.Name, rule.Text, text, ""));
            }
        }

        value = errors.Count == 0 ? parsed : null;
        return errors;
    }

    private object? Constant(LayoutColumn column)
    {
        ReferenceTypes.Parse(column.Type, layout.DecimalSeparator, column.Constant!.Trim(' '), out object? value);
        return value;
    }

    private static RecordError LineError(string type, string rule) => new(type, null, rule, null, "");
}
