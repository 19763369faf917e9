namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Puts the items of a plan into groups.</summary>
internal static class PlanGroups
{
    /// <summary>A group for each date, in order; the first few items that are done form groups of their own.</summary>
    /// <param name="items">In the order of their dates.</param>
    /// <param name="trial">How many items go first, as a trial.</param>
    public static OperationPlan ByDate(IReadOnlyList<PlannedItem> items, int trial, IReadOnlyList<string> notes)
    {
        List<PlannedItem> grouped = [];
        var (group, trialGroups, actions) = (-1, 0, 0);
        (DateOnly? Date, bool IsTrial)? last = null;
        foreach (var item in items)
        {
            var place = (item.Date, IsTrial: actions < trial);
            if (last != place)
            {
                group++;
                last = place;
                trialGroups += place.IsTrial ? 1 : 0;
            }

            grouped.Add(item with { Group = group });
            actions += item.IsSkipped ? 0 : 1;
        }

        // A trial of everything is none.
        return new OperationPlan(grouped, notes, actions > trial ? trialGroups : 0);
    }
}
