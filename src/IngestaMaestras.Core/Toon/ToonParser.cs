using System.Runtime.CompilerServices;

namespace IngestaMaestras.Core.Toon;

/// <summary>The structure of a document: what belongs to what, by indentation.</summary>
/// <remarks>
/// "Depth" is the indentation of a line, "level" counts the containers around a value; they differ inside lists and
/// when not strict.
/// </remarks>
internal sealed class ToonParser
{
    private readonly ToonText _text;
    private readonly ToonDecodeOptions _options;
    private readonly ToonStrings _strings;
    private readonly ToonEntryReader _entries;
    private readonly ToonArrayParser _arrays;

    internal ToonParser(string text, ToonDecodeOptions options)
    {
        _text = new ToonText(text, options);
        _options = options;
        _strings = new ToonStrings(_text, options.Strict);
        _entries = new ToonEntryReader(_text, _strings, options.Strict);
        _arrays = new ToonArrayParser(this, _text, _strings, _entries, options);
    }

    internal ToonNode ParseDocument()
    {
        if (!_text.TryPeek(out var line))
            return new ToonObject([], 1, 1);
        if (_options.Strict && line.Depth > 0)
            throw UnexpectedIndentation(line, 0);

        var root = ParseRoot(line);
        return _text.TryPeek(out var rest)
            ? throw _text.Error(ToonErrorCode.ContentAfterRoot, rest, rest.Start, rest.End)
            : root;
    }

    /// <summary>The fields at one depth, as long as they are deeper than what they belong to.</summary>
    /// <param name="parentDepth">Depth of the line that the object belongs to; -1 for the root.</param>
    /// <param name="depth">Depth of the object's fields.</param>
    /// <param name="level">Containers around the object's fields, itself included.</param>
    internal void ParseFields(ToonObjectBuilder fields, int parentDepth, int depth, int level)
    {
        while (_text.TryPeek(out var line) && line.Depth > parentDepth)
        {
            if (line.Depth > depth || (_options.Strict && line.Depth < depth))
                throw UnexpectedIndentation(line, depth);
            if (_entries.Read(line, line.Start, line.End, keyless: false) is not { } start)
                throw MissingColon(line);
            _arrays.Take(line);
            ParseField(fields, line, start, line.Depth, level);
        }
    }

    /// <summary>The value of one field and everything that belongs to it; its own line is already taken.</summary>
    internal void ParseField(ToonObjectBuilder fields, in ToonLine line, in ToonEntryStart start, int depth, int level)
    {
        var key = start.Key!.Value;
        fields.CheckKey(line, key);
        level += ExpandedLevels(key);
        CheckLevel(level, line, key.Offset);
        var value = start.Header is { } header
            ? _arrays.Parse(line, header, start.ValueStart, depth, level + 1)
            : ParseValue(line, key, start.ValueStart, depth, level);
        fields.Add(line, key, value);
    }

    /// <summary>The fields of an object whose own line says nothing of them, when there are any.</summary>
    internal ToonObject ParseNested(in ToonLine line, int offset, int depth, int level)
    {
        CheckLevel(level, line, offset);
        if (!_text.TryPeek(out var first) || first.Depth <= depth)
            return new ToonObject([], line.Number, _text.Column(line, offset));
        ToonObjectBuilder fields = new(_text, _options);
        ParseFields(fields, depth, first.Depth, level);
        return fields.Build(first.Number, _text.Column(first, first.Start));
    }

    internal void CheckLevel(int level, in ToonLine line, int offset)
    {
        if (level > _options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw _text.Error(ToonErrorCode.TooDeep, line, offset, line.End, _options.MaxDepth);
    }

    /// <summary>Levels that path expansion adds above the value of a key.</summary>
    internal int ExpandedLevels(ToonKey key) =>
        _options.ExpandPaths == ToonPathExpansion.Safe && key.IsPath ? key.Name.AsSpan().Count('.') : 0;

    internal ToonException UnexpectedIndentation(in ToonLine line, int depth) =>
        _text.Error(ToonErrorCode.UnexpectedIndentation, line, line.Start, line.End, depth * _options.Indent);

    private ToonNode ParseRoot(in ToonLine line)
    {
        if (_entries.Read(line, line.Start, line.End, keyless: true) is { } start)
        {
            if (start is { Key: null, Header: { } header })
            {
                _text.Take();
                return _arrays.Parse(line, header, start.ValueStart, line.Depth, level: 1);
            }
        }
        else
        {
            _text.Take();
            return _text.TryPeek(out _) ? throw MissingColon(line) : ParseLoneValue(line);
        }

        ToonObjectBuilder fields = new(_text, _options);
        ParseFields(fields, parentDepth: -1, line.Depth, level: 1);
        return fields.Build(line.Number, _text.Column(line, line.Start));
    }

    private ToonNode ParseLoneValue(in ToonLine line)
    {
        var (start, end) = ToonScan.Trim(_text, line.Start, line.End);
        return _text.Span(start, end) is "[]"
            ? EmptyArray(line, start, level: 1)
            : _strings.Primitive(line, start, end);
    }

    private ToonNode ParseValue(in ToonLine line, in ToonKey key, int valueStart, int depth, int level)
    {
        var (start, end) = ToonScan.Trim(_text, valueStart, line.End);
        return _text.Span(start, end) switch
        {
            "" => ParseNested(line, key.Offset, depth, level + 1),
            "[]" => EmptyArray(line, start, level + 1),
            _ => _strings.Primitive(line, start, end),
        };
    }

    private ToonArray EmptyArray(in ToonLine line, int offset, int level)
    {
        CheckLevel(level, line, offset);
        return new ToonArray([], line.Number, _text.Column(line, offset));
    }

    private ToonException MissingColon(in ToonLine line)
    {
        var content = _text.Span(line.Start, line.End).TrimEnd(ToonScan.Blanks);
        var isListItem = content is "-" || content.StartsWith("- ");
        return isListItem
            ? _text.Error(ToonErrorCode.ListItemOutsideArray, line, line.Start, line.End)
            : _text.Error(ToonErrorCode.MissingColon, line, line.Start, line.End);
    }
}
