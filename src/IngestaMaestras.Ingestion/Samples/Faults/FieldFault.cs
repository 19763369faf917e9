using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Wrong texts in one field, or in several.</summary>
/// <param name="texts">For each field, texts that are all wrong in the same way.</param>
internal sealed class FieldFault(IReadOnlyList<(int Ordinal, IReadOnlyList<Cell> Cells)> texts) : PlantedFault
{
    public IReadOnlyList<(int Ordinal, IReadOnlyList<Cell> Cells)> Texts => texts;

    public override void Spoil(SampleRecord record, ulong seed)
    {
        SampleRandom random = new(seed);
        foreach ((int ordinal, IReadOnlyList<Cell> cells) in texts)
        {
            record.Set(ordinal, cells[random.Below(cells.Count)]);
            record.SetMissing(ordinal, IsReference);
        }
    }
}
