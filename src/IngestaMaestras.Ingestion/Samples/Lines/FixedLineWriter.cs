using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>Lines whose fields stand at fixed positions, with other data between and behind them.</summary>
internal sealed class FixedLineWriter : LineWriter
{
    // In the order of the line: a field, or what stands where there is none.
    private readonly (int Ordinal, int Width, Filler? Filler)[] _pieces;

    public FixedLineWriter(MasterModel model) : base(model)
    {
        List<(int, int, Filler?)> pieces = [];
        int at = 0;
        foreach (int ordinal in model.Columns.FileOrdinals.OrderBy(o => Layout.Columns[o].Start))
        {
            LayoutColumn column = Layout.Columns[ordinal];
            AddFiller(column.Start, isTail: false);
            pieces.Add((ordinal, column.End - column.Start, null));
            at = column.End;
        }

        AddFiller(Layout.Width ?? model.Profile.Width ?? 0, isTail: true);
        _pieces = [.. pieces];

        void AddFiller(int end, bool isTail)
        {
            if (end <= at)
                return;
            ulong seed = SampleRandom.Derive(FillerSeed, (ulong)at);
            pieces.Add((-1, end - at, Filler.Stretch(model.Columns.LimitsOfFiller, end - at, isTail, seed)));
            at = end;
        }
    }

    protected override void Compose(SampleRecord record, ulong seed, LineBuilder line)
    {
        foreach ((int ordinal, int width, Filler? filler) in _pieces)
        {
            if (filler is not null)
            {
                line.Append(filler.Pick(seed));
                continue;
            }

            line.Append(record.TextOf(ordinal));
            line.AppendSpaces(width - record.CharactersOf(ordinal));
        }
    }

    protected override void ComposeHeader(LineBuilder line)
    {
        foreach ((int ordinal, int width, _) in _pieces)
        {
            string name = ordinal < 0 ? "" : Layout.Columns[ordinal].Name;
            name = name.Length > width ? name[..width] : name;
            line.Append(Encoding.UTF8.GetBytes(name.PadRight(width)));
        }
    }
}
