using System.Buffers;
using System.Globalization;

namespace IngestaMaestras.Core.Toon;

/// <summary>Reads what stands before the value on a line: keys and headers of arrays.</summary>
internal sealed class ToonEntryReader(ToonText text, ToonStrings strings, bool strict)
{
    private static readonly SearchValues<char> NotInBareFields = SearchValues.Create(",|\t:\"[]{}\\");

    /// <summary>
    /// The key or header between two offsets; null when there is none, so that what stands there is a primitive or an
    /// error, as the place demands.
    /// </summary>
    internal ToonEntryStart? Read(in ToonLine line, int start, int end, bool keyless)
    {
        if (text[start] == '"')
            return ReadQuoted(line, start, end);

        var content = text.Span(start, end);
        var bracket = content.IndexOfAny('[', ':');
        if (bracket >= 0 && content[bracket] == '[')
        {
            var colon = ToonScan.IndexOfUnquoted(content, ':');
            if (colon < 0)
                return null;
            var bare = content[..bracket];
            ToonKey? key = bare.IsEmpty ? null : new ToonKey(bare.ToString(), Quoted: false, start);
            if (key is null && !keyless && strict)
                throw text.Error(ToonErrorCode.MissingKey, line, start, end);
            if (!bare.EndsWith(' ') && !bare.EndsWith('\t') && (key is not null || keyless)
                && ReadHeader(line, start + bracket, end, out var valueStart) is { } header)
            {
                return new ToonEntryStart(key, header, valueStart);
            }

            if (strict)
                throw text.Error(ToonErrorCode.MalformedHeader, line, start + bracket, end);
        }

        var separator = ToonScan.IndexOfUnquoted(content, ':');
        if (separator < 0)
            return null;
        var name = content[..separator].TrimEnd(ToonScan.Blanks);
        if (strict && name.IsEmpty)
            throw text.Error(ToonErrorCode.MissingKey, line, start, end);
        if (strict && (name is "-" || name.StartsWith("- ")))
            throw text.Error(ToonErrorCode.ListItemOutsideArray, line, start, end);
        return new ToonEntryStart(new ToonKey(name.ToString(), Quoted: false, start), null, start + separator + 1);
    }

    private ToonEntryStart? ReadQuoted(in ToonLine line, int start, int end)
    {
        var (name, after) = strings.Quoted(line, start, end);
        ToonKey key = new(name, Quoted: true, start);
        if (after < end && text[after] == '[')
        {
            if (ReadHeader(line, after, end, out var valueStart) is { } header)
                return new ToonEntryStart(key, header, valueStart);
            throw text.Error(ToonErrorCode.MalformedHeader, line, after, end);
        }

        while (after < end && text[after] is ' ' or '\t')
            after++;
        return after < end && text[after] == ':' ? new ToonEntryStart(key, null, after + 1) : null;
    }

    /// <summary>The header whose bracket is at <paramref name="start"/>; null when it is malformed.</summary>
    private ToonHeader? ReadHeader(in ToonLine line, int start, int end, out int valueStart)
    {
        valueStart = 0;
        var rest = text.Span(start + 1, end);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || (digits > 1 && rest[0] == '0')
            || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var position = start + 1 + digits;
        var delimiter = ',';
        if (text[position] is '|' or '\t')
            delimiter = text[position++];
        if (position + 1 >= end || text[position] != ']')
            return null;
        position++;

        List<ToonKey>? fields = null;
        if (text[position] == '{')
        {
            var closing = ToonScan.IndexOfUnquoted(text.Span(position, end), '}');
            if (closing < 0)
                return null;
            fields = ReadFields(line, position + 1, position + closing, delimiter);
            position += closing + 1;
        }

        if (position >= end || text[position] != ':')
            return null;
        valueStart = position + 1;
        return new ToonHeader(start, length, delimiter, fields);
    }

    private List<ToonKey> ReadFields(in ToonLine line, int start, int end, char delimiter)
    {
        List<ToonKey> fields = [];
        HashSet<string> names = [];
        for (var position = start; position <= end;)
        {
            var length = ToonScan.IndexOfUnquoted(text.Span(position, end), delimiter);
            var next = length < 0 ? end : position + length;
            var field = ReadField(line, position, next, delimiter);
            if (!names.Add(field.Name) && strict)
                throw text.Error(ToonErrorCode.DuplicateField, line, field.Offset, next, field.Name);
            fields.Add(field);
            position = next + 1;
        }

        return fields;
    }

    private ToonKey ReadField(in ToonLine line, int start, int end, char delimiter)
    {
        (start, end) = ToonScan.Trim(text, start, end);
        if (start == end)
            throw text.Error(ToonErrorCode.InvalidFieldName, line, start, end);
        if (text[start] == '"')
        {
            var (name, after) = strings.Quoted(line, start, end);
            return after == end
                ? new ToonKey(name, Quoted: true, start)
                : throw text.Error(ToonErrorCode.ContentAfterString, line, after, end);
        }

        var bare = text.Span(start, end);
        var invalid = strict ? bare.IndexOfAny(NotInBareFields) : -1;
        if (invalid < 0)
            return new ToonKey(bare.ToString(), Quoted: false, start);
        throw bare[invalid] is ',' or '|' or '\t'
            ? text.Error(
                ToonErrorCode.FieldsDelimiterMismatch, line, start + invalid, end, ToonScan.DelimiterName(delimiter))
            : text.Error(ToonErrorCode.InvalidFieldName, line, start, end);
    }
}
