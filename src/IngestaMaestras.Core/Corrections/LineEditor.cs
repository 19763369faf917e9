using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Corrections;

/// <summary>
/// Takes the lines of a master's file apart into the texts of its fields and puts them together again. Only what was
/// changed is written anew: every other byte of the line, between the fields and behind them, stays.
/// </summary>
public sealed class LineEditor
{
    /// <summary>Longest line, in bytes, that is edited.</summary>
    public const int MaxLineBytes = 16 * 1024;

    private const int MaxQuoted = 1_000;

    /// <summary>Stands for what cannot be shown; it never gets into a file.</summary>
    private const char Replacement = '\uFFFD';

    private const char ByteOrderMark = '\uFEFF';

    private readonly Layout _layout;
    private readonly Encoding _encoding;

    public LineEditor(Layout layout)
    {
        _layout = layout;
        _encoding = layout.GetEncoding();
        Fields = [.. layout.Columns.Where(c => !c.IsConstant)];
    }

    /// <summary>The columns that are edited, in the layout's order.</summary>
    public IReadOnlyList<LayoutColumn> Fields { get; }

    public EditableLine Read(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaxLineBytes)
            return EditableLine.TooLong;

        LineText text = new(line, _layout);
        return Cut(line, text) is { } slices
            ? new EditableLine([.. slices.Select(s => text.Show(s.Start, s.End).Trim(' '))], null)
            : new EditableLine(null, text.Show(0, text.Count));
    }

    /// <summary>A line to be kept as evidence: readable, without the blanks at its end, of bounded length.</summary>
    public string Quote(ReadOnlySpan<byte> line)
    {
        LineText text = new(line.Length > MaxLineBytes ? line[..MaxLineBytes] : line, _layout);
        string shown = text.Show(0, Math.Min(text.Count, MaxQuoted)).TrimEnd(' ');
        return text.Count > MaxQuoted && text.Show(MaxQuoted, text.Count).Trim(' ').Length > 0 ? shown + "…" : shown;
    }

    /// <summary>The line with an edit made.</summary>
    /// <param name="problems">Why a text cannot be written; such a text is left as it was.</param>
    public byte[] Apply(ReadOnlySpan<byte> line, LineEdit edit, IList<CellProblem> problems)
    {
        if (line.Length > MaxLineBytes)
            return line.ToArray();

        LineText text = new(line, _layout);
        if (Cut(line, text) is not { } slices)
            return edit.Whole is { } whole && whole != text.Show(0, text.Count) && TryEncode(whole, null, problems, isWhole: true) is { } bytes ? bytes : line.ToArray();

        List<(CharacterRange At, byte[] Text)> changes = [];
        foreach ((int cell, string value) in edit.Cells)
        {
            if (cell < 0 || cell >= slices.Length)
                continue;
            CharacterRange at = slices[cell];
            string before = text.Show(at.Start, at.End);
            if (value.Trim(' ') == before.Trim(' ') || TryEncode(value.Trim(' '), cell, problems, isWhole: false) is not { } encoded)
                continue;
            if (Pad(encoded, before, at, cell, value.Trim(' '), problems) is { } padded)
                changes.Add((at, padded));
        }

        return Replace(text, changes);
    }

    /// <summary>Null: the line has to be edited as a whole.</summary>
    private CharacterRange[]? Cut(ReadOnlySpan<byte> line, LineText text)
    {
        CharacterRange[]? slices = _layout.Format == RecordFormat.Fixed ? CutFixed() : CutDelimited(line, text);
        if (slices is null)
            return null;

        // What is wrong between the fields could not be reached.
        int end = 0;
        foreach (CharacterRange slice in slices.OrderBy(s => s.Start))
        {
            if (slice.Start > end && text.HasBad(end, slice.Start))
                return null;
            end = Math.Max(end, slice.End);
        }

        return text.HasBad(end, text.Count) ? null : slices;
    }

    private CharacterRange[] CutFixed() => [.. Fields.Select(f => new CharacterRange(f.Start, f.End))];

    private CharacterRange[]? CutDelimited(ReadOnlySpan<byte> line, LineText text)
    {
        List<CharacterRange> parts = [];
        int start = 0;
        for (int i = 0; i <= text.Count; i++)
        {
            if (i < text.Count && !(text.Bytes(i, i + 1) is [var b] && b == _layout.Delimiter))
                continue;
            parts.Add(new CharacterRange(start, i));
            start = i + 1;
        }

        bool isRight = line.Length > 0
            && (_layout.Parts is not { } count || parts.Count == count
                || (parts.Count == count + 1 && text.Show(parts[^1].Start, parts[^1].End).Trim(' ').Length == 0));
        return isRight && Fields.All(f => f.Index < parts.Count) ? [.. Fields.Select(f => parts[f.Index])] : null;
    }

    private byte[]? TryEncode(string value, int? cell, IList<CellProblem> problems, bool isWhole)
    {
        string name = cell is { } c ? Fields[c].Name : "";
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value is Replacement or ByteOrderMark
                || (rune.IsBmp && ControlText.IsControl((char)rune.Value) && !(isWhole && rune.Value == _layout.Delimiter)))
            {
                problems.Add(new CellProblem(cell, ParsingMessages.Format("EditCharacter", name)));
                return null;
            }

            if (!isWhole && rune.Value == _layout.Delimiter)
            {
                problems.Add(new CellProblem(cell, ParsingMessages.Format("EditDelimiter", name, (char)_layout.Delimiter!.Value)));
                return null;
            }
        }

        byte[]? bytes = EncodeOrNull(value);
        if (bytes is null)
            problems.Add(new CellProblem(cell, ParsingMessages.Format("EditEncoding", name, EncodingName())));
        else if (bytes.Length > MaxLineBytes)
            problems.Add(new CellProblem(cell, ParsingMessages.Format("EditTooLong", name)));
        return bytes is { Length: <= MaxLineBytes } ? bytes : null;
    }

    private byte[]? EncodeOrNull(string value)
    {
        // Latin-1 of .NET writes a question mark where it should refuse.
        if (_layout.Encoding == SourceEncoding.Latin1 && value.Any(c => c > '\u00FF'))
            return null;
        try
        {
            return _encoding.GetBytes(value);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private string EncodingName() => _layout.Encoding switch
    {
        SourceEncoding.Utf8 => "utf-8",
        SourceEncoding.Latin1 => "latin-1",
        SourceEncoding.Windows1252 => "cp1252",
        _ => throw new InvalidOperationException($"SourceEncoding {_layout.Encoding}"),
    };

    /// <summary>Fills the field's room: fixed fields to their width, parts to the width that they had, on the side on which it was blank.</summary>
    private byte[]? Pad(byte[] encoded, string before, CharacterRange at, int cell, string value, IList<CellProblem> problems)
    {
        int length = value.EnumerateRunes().Count();
        int room = _layout.Format == RecordFormat.Fixed ? at.End - at.Start : Math.Max(before.EnumerateRunes().Count(), length);
        if (length > room)
        {
            problems.Add(new CellProblem(cell, ParsingMessages.Format("EditTooWide", Fields[cell].Name, length, room)));
            return null;
        }

        byte[] padding = new byte[room - length];
        Array.Fill(padding, (byte)' ');
        bool isRight = before.StartsWith(' ') && !before.EndsWith(' ') && before.EnumerateRunes().Count() == room;
        return isRight ? [.. padding, .. encoded] : [.. encoded, .. padding];
    }

    private static byte[] Replace(LineText text, List<(CharacterRange At, byte[] Text)> changes)
    {
        using MemoryStream line = new();
        int written = 0;
        foreach ((CharacterRange at, byte[] value) in changes.OrderBy(c => c.At.Start))
        {
            line.Write(text.Bytes(written, at.Start));
            // A short line grows up to the field.
            for (int i = Math.Max(written, text.Count); i < at.Start; i++)
                line.WriteByte((byte)' ');
            line.Write(value);
            written = at.End;
        }

        line.Write(text.Bytes(written, text.Count));
        return line.ToArray();
    }

    /// <summary>Characters of a line; the end may lie behind the line's.</summary>
    private readonly record struct CharacterRange(int Start, int End);
}
