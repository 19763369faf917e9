using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads <c>campos_clave</c>: a list of names, or one text with commas.</summary>
internal static class KeyReader
{
    public static void Read(LayoutDraft draft, ToonEntry? entry)
    {
        if (entry.IsBlank() || entry.Value is ToonArray { Items.Count: 0 })
        {
            draft.Scope.MissingWarning(entry ?? draft.Entry, LayoutFault.WholeRecordKey);
            return;
        }

        foreach (var (name, place) in Names(draft.Scope, entry))
        {
            if (draft.FindColumn(name) is not { } column)
            {
                if (!draft.HasUnreadColumns)
                {
                    draft.Scope.Error(place, LayoutFault.UnknownKeyColumn, name, draft.ColumnNames());
                }
            }
            else if (draft.Key.Contains(column))
            {
                draft.Scope.Error(place, LayoutFault.RepeatedKeyColumn, name);
            }
            else
            {
                draft.Key.Add(column);
            }
        }
    }

    private static IEnumerable<(string Name, ToonNode Place)> Names(MasterScope scope, ToonEntry entry)
    {
        switch (entry.Value)
        {
            case ToonPrimitive text:
                return text.ToText().Split(',').Select(name => (LayoutDraft.CleanName(name), (ToonNode)text));
            case ToonArray array:
                foreach (var item in array.Items.Where(i => i is not ToonPrimitive))
                {
                    scope.Error(item, LayoutFault.KeyNotList);
                }

                return array.Items.OfType<ToonPrimitive>()
                    .Select(item => (LayoutDraft.CleanName(item.ToText()), (ToonNode)item));
            default:
                scope.Error(entry.Value, LayoutFault.KeyNotList);
                return [];
        }
    }
}
