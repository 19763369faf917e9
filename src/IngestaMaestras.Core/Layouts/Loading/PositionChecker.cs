using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Checks that the fields of one master fit its line and each other.</summary>
internal static class PositionChecker
{
    public static void Check(LayoutDraft draft)
    {
        CheckOverlaps(draft);
        CheckWidth(draft);
        CheckParts(draft);
    }

    private static void CheckOverlaps(LayoutDraft draft)
    {
        // By start, against the field that reaches farthest so far: each overlapping field is reported once.
        ColumnDraft? farthest = null;
        foreach (var column in draft.Columns.Where(c => c.Start < c.End).OrderBy(c => c.Start))
        {
            if (farthest is not null && column.Start < farthest.End)
            {
                ReportOverlap(draft, column, farthest);
            }

            farthest = farthest is null || column.End > farthest.End ? column : farthest;
        }
    }

    private static void ReportOverlap(LayoutDraft draft, ColumnDraft one, ColumnDraft other)
    {
        // The one written later is the intruder, wherever it starts.
        var (first, second) = draft.Columns.IndexOf(one) < draft.Columns.IndexOf(other) ? (one, other) : (other, one);
        draft.Scope.Error(
            second.PositionPlace!,
            LayoutFault.Overlap,
            second.Name, second.Start!.Value, second.End!.Value, first.Name, first.Start!.Value, first.End!.Value);
    }

    private static void CheckWidth(LayoutDraft draft)
    {
        if (draft.Settings.Width is not { } width)
        {
            return;
        }

        foreach (var column in draft.Columns.Where(c => c.End > width))
        {
            draft.Scope.Error(column.EndPlace!, LayoutFault.BeyondWidth, column.Name, width);
        }
    }

    private static void CheckParts(LayoutDraft draft)
    {
        Dictionary<int, ColumnDraft> taken = [];
        foreach (var column in draft.Columns)
        {
            if (column.Index is not { } index)
            {
                continue;
            }

            var place = column.PositionPlace!;
            if (draft.Settings.Parts is { } parts && index >= parts)
            {
                draft.Scope.Error(place, LayoutFault.BeyondParts, column.Name, parts, parts - 1);
            }

            if (!taken.TryAdd(index, column))
            {
                draft.Scope.Error(place, LayoutFault.RepeatedPart, column.Name, index, taken[index].Name);
            }
        }
    }
}
