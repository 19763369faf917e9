using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Words;

/// <summary>Invents names that fit a column: upper case, with Ñ, accents and the signs that real names have.</summary>
internal sealed class NameSource
{
    /// <summary>No name is longer; a column that asks for more does not hold names.</summary>
    public const int MaxCharacters = 64;

    private const int MaxStackBytes = MaxCharacters * 4;
    private const int PercentWithTail = 85;
    private const int PercentDecorated = 12;

    private static readonly string[] SomeDecorations = [" *", " **", ".", " #1", " #2", " #3", " #12", "/OTROS", " 1/2", "*"];

    private readonly int _shortest;
    private readonly int _longest;
    private readonly char _numberSign;
    private readonly Word[] _heads;
    private readonly Word[] _tails;
    private readonly Word[] _decorations;

    public NameSource(ColumnLimits limits, NameTheme theme)
    {
        _shortest = limits.Shortest;
        _longest = Math.Min(limits.Longest, MaxCharacters);
        _heads = Fitting(theme.Heads, limits);
        if (_heads.Length == 0)
            _heads = Fitting(theme.Heads.Select(h => h.Split(' ')[0]).Select(h => h[..Math.Min(h.Length, _longest)]), limits);
        _tails = Fitting(theme.Tails, limits);
        _decorations = Fitting(SomeDecorations, limits);
        _numberSign = limits.Fits("/") ? '/' : '=';
    }

    /// <summary>Whether there is more than one name to give.</summary>
    public bool HasVariety => _heads.Length > 1;

    /// <summary>Null when the text does not fit the column.</summary>
    public static Word? WordOf(string text, ColumnLimits limits)
    {
        string cut = text.Length > limits.Longest ? text[..limits.Longest].TrimEnd(' ') : text;
        return cut.Length >= limits.Shortest && limits.Fits(cut) ? new Word(cut) : null;
    }

    public void Write(ulong seed, SampleRecord record, int ordinal) => Write(seed, "", record, ordinal);

    /// <summary>A name that ends in a number of its own, which no other name does.</summary>
    public void WriteNumbered(ulong seed, ulong number, SampleRecord record, int ordinal) =>
        Write(seed, string.Create(CultureInfo.InvariantCulture, $" {_numberSign}{number}"), record, ordinal);

    public string Text(Layout layout, ulong seed)
    {
        SampleRecord record = new(layout);
        record.Clear();
        Write(seed, record, 0);
        return Encoding.UTF8.GetString(record.TextOf(0));
    }

    private void Write(ulong seed, string number, SampleRecord record, int ordinal)
    {
        SampleRandom random = new(seed);
        Span<byte> name = stackalloc byte[MaxStackBytes];
        int bytes = 0;
        int characters = 0;
        int room = _longest - number.Length;
        Append(_heads[random.Below(_heads.Length)], name, room, ref bytes, ref characters);
        if (characters > 0 && _tails.Length > 0 && random.Chance(PercentWithTail))
        {
            Word tail = _tails[random.Below(_tails.Length)];
            if (characters + 1 + tail.Characters <= room)
            {
                name[bytes++] = (byte)' ';
                characters++;
                Append(tail, name, room, ref bytes, ref characters);
            }
        }

        if (number.Length == 0 && _decorations.Length > 0 && random.Chance(PercentDecorated))
            Append(_decorations[random.Below(_decorations.Length)], name, room, ref bytes, ref characters);

        // At least one: a name does not start with a space.
        for (; characters < Math.Max(1, _shortest - number.Length); characters++)
            name[bytes++] = (byte)'X';
        foreach (char c in number)
            name[bytes++] = (byte)c;
        record.Set(ordinal, name[..bytes], characters + number.Length, FieldValue.OfText(0, bytes));
    }

    private static void Append(Word word, Span<byte> name, int room, ref int bytes, ref int characters)
    {
        if (characters + word.Characters > room)
            return;
        word.Utf8.CopyTo(name[bytes..]);
        bytes += word.Utf8.Length;
        characters += word.Characters;
    }

    private static Word[] Fitting(IEnumerable<string> texts, ColumnLimits limits) =>
        [.. texts.Where(t => t.Length <= limits.Longest && limits.Fits(t)).Distinct().Select(t => new Word(t))];
}
