using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Faults;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>The lines that a variant of a file has beyond its rows.</summary>
internal static class ExtraLines
{
    /// <summary>A line can be cut so that something is left and its record is rejected.</summary>
    public static bool CanBeTruncated(MasterModel model) => model.Layout.Format == RecordFormat.Fixed
        ? LineCut.LastRequired(model.Layout) is { Start: > 0 }
        : LineCut.LastRequired(model.Layout) is { Index: > 0 };

    public static PlantedFault Truncation(MasterModel model) => model.Faults.First(f => f.Kind == "short");

    /// <summary>Names of fields are no values of some of the fields.</summary>
    public static bool IsHeaderRejected(MasterModel model) => HeaderVerdicts(model).Any(v => v.Verdict.Errors.Count > 0);

    /// <summary>What a reader says of the names of the fields where values are expected.</summary>
    public static PlantedFault Header(MasterModel model)
    {
        List<(int Ordinal, Verdict Verdict)> verdicts = [.. HeaderVerdicts(model)];
        return new FieldFault([.. verdicts.Select(v => (v.Ordinal, (IReadOnlyList<Cell>)[v.Verdict.Cell]))])
        {
            Kind = "header",
            Errors =
            [
                .. from v in verdicts
                   from errorType in v.Verdict.Errors
                   select (errorType, model.Layout.Columns[v.Ordinal].Name),
            ],
            IsKeyReadable = !model.Layout.WholeRecordKey
                && verdicts.All(v => v.Verdict.Errors.Count == 0 || !model.Layout.Columns[v.Ordinal].IsKey),
        };
    }

    private static IEnumerable<(int Ordinal, Verdict Verdict)> HeaderVerdicts(MasterModel model)
    {
        foreach (int ordinal in model.Columns.FileOrdinals)
        {
            LayoutColumn column = model.Layout.Columns[ordinal];
            int width = model.Columns.LimitsOf(ordinal).Width ?? column.Name.Length;
            string text = column.Name.Length > width ? column.Name[..width] : column.Name;
            yield return (ordinal, model.Columns.Judges[ordinal].Judge(text));
        }
    }
}
