namespace IngestaMaestras.Core.Toon;

/// <summary>The three written forms of an array: values on the header's line, rows of a table, list items.</summary>
internal sealed class ToonArrayParser(
    ToonParser parser, ToonText text, ToonStrings strings, ToonEntryReader entries, ToonDecodeOptions options)
{
    private int _openArrays;

    /// <summary>Leaves a line behind that belongs to the innermost container.</summary>
    internal void Take(in ToonLine line)
    {
        if (options.Strict && _openArrays > 0 && line.BlankBefore > 0)
            throw ToonException.Create(ToonErrorCode.BlankLineInArray, line.BlankBefore, 1, "");
        text.Take();
    }

    /// <summary>The array of a header; the header's own line is already taken.</summary>
    /// <param name="depth">Depth that the array's rows or items must exceed.</param>
    /// <param name="level">Containers around the array's elements, itself included.</param>
    internal ToonArray Parse(in ToonLine line, ToonHeader header, int contentStart, int depth, int level)
    {
        parser.CheckLevel(level, line, header.Offset);
        while (contentStart < line.End && text[contentStart] == ' ')
            contentStart++;
        var content = text.Span(contentStart, line.End).Trim(header.Delimiter == '\t' ? " " : ToonScan.Blanks);

        List<ToonNode> elements;
        if (header.Fields is not null)
        {
            if (!content.IsEmpty)
                throw text.Error(ToonErrorCode.ContentAfterTabularHeader, line, contentStart, line.End);
            elements = ParseRows(line, header, header.Fields, depth, level + 1);
        }
        else
        {
            elements = content.IsEmpty
                ? ParseItems(line, header, depth, level)
                : ParseValues(line, header, contentStart);
        }

        return new ToonArray(elements, line.Number, text.Column(line, header.Offset));
    }

    private List<ToonNode> ParseValues(in ToonLine line, ToonHeader header, int start)
    {
        List<ToonNode> values = [];
        ReadCells(line, start, header.Delimiter, values);
        if (options.Strict && values.Count < header.Length)
            throw Count(ToonErrorCode.TooFewValues, line, header, values.Count);
        if (options.Strict && values.Count > header.Length)
        {
            throw ToonException.Create(
                ToonErrorCode.TooManyValues, line.Number, values[header.Length].Column,
                text.Span(start, line.End).Trim(ToonScan.Blanks).ToString(), header.Length, values.Count);
        }

        return values;
    }

    private List<ToonNode> ParseRows(
        in ToonLine headerLine, ToonHeader header, IReadOnlyList<ToonKey> fields, int depth, int level)
    {
        List<ToonNode> rows = [];
        List<ToonNode> cells = [];
        parser.CheckLevel(level + fields.Max(parser.ExpandedLevels), headerLine, header.Offset);
        var rowDepth = depth + 1;
        while (text.TryPeek(out var line) && line.Depth > depth)
        {
            rowDepth = ElementDepth(line, rowDepth, isFirst: rows.Count == 0);
            if (!IsRow(line, header.Delimiter))
            {
                throw text.Error(
                    ToonErrorCode.KeyValueInsteadOfRow, line, line.Start, line.End,
                    ToonScan.DelimiterName(header.Delimiter));
            }

            if (options.Strict && rows.Count == header.Length)
                throw text.Error(ToonErrorCode.TooManyRows, line, line.Start, line.End, header.Length);
            TakeElement(line, isFirst: rows.Count == 0);
            cells.Clear();
            ReadCells(line, line.Start, header.Delimiter, cells);
            rows.Add(Row(line, header, fields, cells));
        }

        return Close(rows, ToonErrorCode.TooFewRows, headerLine, header);
    }

    private ToonObject Row(
        in ToonLine line, ToonHeader header, IReadOnlyList<ToonKey> fields, List<ToonNode> cells)
    {
        if (cells.Count != fields.Count)
        {
            throw text.Error(
                ToonErrorCode.RowWidth, line, line.Start, line.End,
                fields.Count, cells.Count, ToonScan.DelimiterName(header.Delimiter));
        }

        ToonObjectBuilder row = new(text, options);
        for (var i = 0; i < fields.Count; i++)
            row.AddCell(fields[i], cells[i]);
        return row.Build(line.Number, cells[0].Column);
    }

    /// <summary>Whether the first delimiter outside quotes comes before the first colon outside quotes.</summary>
    private bool IsRow(in ToonLine line, char delimiter)
    {
        var content = text.Span(line.Start, line.End);
        var colon = ToonScan.IndexOfUnquoted(content, ':');
        return colon < 0 || ToonScan.IndexOfUnquoted(content[..colon], delimiter) >= 0;
    }

    private List<ToonNode> ParseItems(in ToonLine headerLine, ToonHeader header, int depth, int level)
    {
        List<ToonNode> items = [];
        var itemDepth = depth + 1;
        while (text.TryPeek(out var line) && line.Depth > depth)
        {
            itemDepth = ElementDepth(line, itemDepth, isFirst: items.Count == 0);
            if (text[line.Start] != '-' || (line.Start + 1 < line.End && text[line.Start + 1] != ' '))
                throw text.Error(ToonErrorCode.ListItemExpected, line, line.Start, line.End);
            if (options.Strict && items.Count == header.Length)
                throw text.Error(ToonErrorCode.TooManyItems, line, line.Start, line.End, header.Length);
            TakeElement(line, isFirst: items.Count == 0);
            items.Add(ParseItem(line, level + 1));
        }

        return Close(items, ToonErrorCode.TooFewItems, headerLine, header);
    }

    private ToonNode ParseItem(in ToonLine line, int level)
    {
        var (start, end) = ToonScan.Trim(text, line.Start + 1, line.End);
        if (start == end)
            return parser.ParseNested(line, line.Start, line.Depth, level);
        if (entries.Read(line, start, line.End, keyless: true) is not { } entry)
            return strings.Primitive(line, start, end);
        if (entry is { Key: null, Header: { } header })
            return Parse(line, header, entry.ValueStart, line.Depth, level);

        parser.CheckLevel(level, line, start);
        ToonObjectBuilder fields = new(text, options);
        parser.ParseField(fields, line, entry, line.Depth + 1, level);
        parser.ParseFields(fields, line.Depth, line.Depth + 1, level);
        return fields.Build(line.Number, text.Column(line, start));
    }

    private void ReadCells(in ToonLine line, int start, char delimiter, List<ToonNode> cells)
    {
        for (var position = start; position <= line.End;)
        {
            var length = ToonScan.IndexOfUnquoted(text.Span(position, line.End), delimiter);
            var next = length < 0 ? line.End : position + length;
            cells.Add(strings.Primitive(line, position, next));
            position = next + 1;
        }
    }

    /// <summary>Strict: one level deeper than the header. Otherwise as deep as the first element, or less.</summary>
    private int ElementDepth(in ToonLine line, int depth, bool isFirst)
    {
        if (line.Depth <= depth)
            return depth;
        return isFirst && !options.Strict ? line.Depth : throw parser.UnexpectedIndentation(line, depth);
    }

    private void TakeElement(in ToonLine line, bool isFirst)
    {
        Take(line);
        if (isFirst)
            _openArrays++;
    }

    private List<ToonNode> Close(List<ToonNode> elements, ToonErrorCode tooFew, in ToonLine line, ToonHeader header)
    {
        if (elements.Count > 0)
            _openArrays--;
        return !options.Strict || elements.Count >= header.Length
            ? elements
            : throw Count(tooFew, line, header, elements.Count);
    }

    private ToonException Count(ToonErrorCode code, in ToonLine line, ToonHeader header, int found) =>
        text.Error(code, line, header.Offset, line.End, header.Length, found);
}
