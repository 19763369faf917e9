using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// Lines under a column ruler: positions from 0 with a tick every 10, fields shaded in turns, the failing ones marked, odd
/// characters replaced by something that can be seen. Every character takes one column.
/// </summary>
internal sealed class LineRuler
{
    private const int Tick = 10;
    private const int HalfTick = 5;

    private readonly LayoutColumn?[] _owners;
    private readonly Dictionary<int, LayoutColumn> _parts = [];
    private readonly Dictionary<LayoutColumn, bool> _isEven = [];
    private readonly HashSet<string> _failing;
    private readonly char? _separator;

    /// <param name="layout">Null: nothing is shaded.</param>
    /// <param name="failing">The fields of the error, as <c>error_log.field</c> has them.</param>
    public LineRuler(Layout? layout, string? failing = null)
    {
        _failing = [.. (failing ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)];
        _separator = (char?)layout?.Delimiter;
        LayoutColumn[] fields = layout is { Format: RecordFormat.Fixed }
            ? [.. layout.Columns.Where(c => !c.IsConstant).OrderBy(c => c.Start)]
            : [];
        _owners = new LayoutColumn?[fields.Select(f => f.End).DefaultIfEmpty(0).Max()];
        foreach (var (i, field) in fields.Index())
        {
            _isEven[field] = i % 2 == 0;
            Array.Fill(_owners, field, field.Start, field.End - field.Start);
        }

        if (_separator is not null)
        {
            foreach (var (i, field) in layout!.Columns.Where(c => !c.IsConstant).OrderBy(c => c.Index).Index())
            {
                _isEven[field] = i % 2 == 0;
                _parts.TryAdd(field.Index, field);
            }
        }

        Width = Math.Max(layout?.Width ?? 0, _owners.Length);
    }

    /// <summary>Where the layout's last field ends, or the line as it is declared.</summary>
    public int Width { get; }

    /// <summary>The numbers above the ticks.</summary>
    public static string Numbers(int width)
    {
        StringBuilder text = new();
        for (var at = 0; at < width; at += Tick)
        {
            text.Append(at.ToString(CultureInfo.InvariantCulture).PadRight(Tick));
        }

        return text.ToString().TrimEnd();
    }

    public static string Ticks(int width) => string.Concat(Enumerable.Range(0, width).Select(
        at => at % Tick == 0 ? '|' : at % HalfTick == 0 ? '+' : '·'));

    /// <summary>Carets below the failing fields, and their names; null when none is in the line's layout.</summary>
    public string? Carets()
    {
        if (_separator is not null)
        {
            return null;
        }

        StringBuilder text = new();
        foreach (var field in _isEven.Keys.Where(f => _failing.Contains(f.Name)).OrderBy(f => f.Start))
        {
            // A name that is longer than its field pushes the next one on; its carets would then be in the wrong place.
            if (text.Length <= field.Start)
            {
                text.Append(' ', field.Start - text.Length).Append('^', field.End - field.Start)
                    .Append(CultureInfo.InvariantCulture, $" {field.Name}");
            }
        }

        return text.Length == 0 ? null : text.ToString();
    }

    public IReadOnlyList<RulerCell> Cells(string line)
    {
        List<RulerCell> cells = [];
        var position = 0;
        var part = 0;
        var isPartEmpty = true;
        foreach (var rune in line.EnumerateRunes())
        {
            var isSeparator = rune.Value == _separator;
            if (isSeparator && isPartEmpty)
            {
                AddEmptyPart(cells, part);
            }

            var owner = isSeparator ? null : OwnerOf(position, part);
            part += isSeparator ? 1 : 0;
            isPartEmpty = isSeparator;
            var odd = !isSeparator && OddCharacter.NameOf(rune) is { } name ? $"{OddCharacter.CodeOf(rune)} {name}" : null;
            RulerCell cell = new(
                odd is null ? rune.ToString() : StandIn(rune), owner?.Name, owner is not null && _isEven[owner],
                owner is not null && _failing.Contains(owner.Name), odd);
            if (odd is null && cells is [.., { Odd: null } last] && last.Field == cell.Field)
            {
                cells[^1] = last with { Text = last.Text + cell.Text };
            }
            else
            {
                cells.Add(cell);
            }

            position++;
        }

        if (isPartEmpty)
        {
            AddEmptyPart(cells, part);
        }

        return cells;
    }

    private LayoutColumn? OwnerOf(int position, int part) =>
        _separator is not null ? _parts.GetValueOrDefault(part) : position < _owners.Length ? _owners[position] : null;

    /// <summary>A failing part that has no character still has a place, where something is missing.</summary>
    private void AddEmptyPart(List<RulerCell> cells, int part)
    {
        if (_parts.TryGetValue(part, out var field) && _failing.Contains(field.Name))
        {
            cells.Add(new RulerCell("", field.Name, _isEven[field], true, null));
        }
    }

    /// <summary>A character of one column's width that can be seen.</summary>
    private static string StandIn(Rune rune)
    {
        var shown = FileText.Visible(rune.ToString());
        return shown != rune.ToString() ? shown : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => "␣",
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => "◌",
            UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => "\uFFFD",
            _ => shown,
        };
    }
}
