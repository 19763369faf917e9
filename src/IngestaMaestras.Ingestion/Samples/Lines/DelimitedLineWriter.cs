using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>
/// Lines whose parts end with a delimiter, the last one too. Parts are padded with spaces, and so is the line.
/// </summary>
internal sealed class DelimitedLineWriter : LineWriter
{
    private const int UsualPart = 10;
    private const int WidestPart = 40;
    private const int WidestField = 30;

    private readonly byte _delimiter;
    private readonly int _width;
    private readonly (int Ordinal, int Width, Filler? Filler)[] _parts;

    public DelimitedLineWriter(MasterModel model) : base(model)
    {
        _delimiter = Layout.Delimiter!.Value;
        _width = Layout.Width ?? model.Profile.Width ?? 0;
        Dictionary<int, int> ordinals = model.Columns.FileOrdinals.ToDictionary(o => Layout.Columns[o].Index);
        int count = Layout.Parts ?? Math.Max(model.Profile.Parts ?? 0, ordinals.Keys.DefaultIfEmpty(-1).Max() + 1);
        int fields = ordinals.Values.Sum(o => WidthOf(model, o));
        int others = count - ordinals.Count;
        int room = others == 0 ? 0 : Math.Clamp((_width - fields - count) * 9 / 10 / others, 1, WidestPart);
        _parts =
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                if (ordinals.TryGetValue(index, out int ordinal))
                    return (ordinal, WidthOf(model, ordinal), null);
                ulong seed = SampleRandom.Derive(FillerSeed, (ulong)index);
                int width = _width == 0 ? UsualPart : Math.Max(1, room - new SampleRandom(seed).Below((room / 2) + 1));
                return (-1, width, (Filler?)Filler.Part(model.Columns.LimitsOfFiller, width, seed));
            }),
        ];
    }

    protected override void Compose(SampleRecord record, ulong seed, LineBuilder line)
    {
        int characters = 0;
        foreach ((int ordinal, int width, Filler? filler) in _parts)
        {
            if (filler is not null)
            {
                line.Append(filler.Pick(seed));
                characters += width + 1;
            }
            else
            {
                line.Append(record.TextOf(ordinal));
                int padding = Math.Max(0, width - record.CharactersOf(ordinal));
                line.AppendSpaces(padding);
                characters += record.CharactersOf(ordinal) + padding + 1;
            }

            line.Append(_delimiter);
        }

        line.AppendSpaces(_width - characters);
    }

    protected override void ComposeHeader(LineBuilder line)
    {
        foreach (((int ordinal, _, _), int index) in _parts.Select((p, i) => (p, i)))
        {
            string name = ordinal < 0
                ? string.Create(CultureInfo.InvariantCulture, $"CAMPO{index + 1}")
                : Layout.Columns[ordinal].Name;
            line.Append(Encoding.UTF8.GetBytes(name));
            line.Append(_delimiter);
        }

        line.AppendSpaces(_width - CharactersOf(line.Bytes));
    }

    private static int WidthOf(MasterModel model, int ordinal)
    {
        FieldType type = model.Layout.Columns[ordinal].Type;
        return type.Kind == FieldKind.Text
            ? Math.Min(WidestField, model.Columns.LimitsOf(ordinal).Longest)
            : Math.Min(WidestField, (type.Length ?? UsualPart) + 1);
    }
}
