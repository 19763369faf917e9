namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>
/// Resolves the references between masters: parents and their columns exist, types agree, no cycles. Gives constants
/// without a type that of the column they refer to.
/// </summary>
internal sealed class ReferenceChecker
{
    private readonly IReadOnlyList<LayoutDraft> _drafts;
    private readonly IReadOnlySet<string> _unreadableTables;
    private readonly Dictionary<string, LayoutDraft> _byTable = [];
    private readonly List<Reference> _references = [];

    /// <param name="unreadableTables">
    /// Tables of texts that could not be decoded: whoever refers to them is not to blame.
    /// </param>
    public ReferenceChecker(IReadOnlyList<LayoutDraft> drafts, IReadOnlySet<string> unreadableTables)
    {
        _drafts = drafts;
        _unreadableTables = unreadableTables;
        foreach (var draft in drafts.Where(d => d.Settings.Table is not null))
        {
            _byTable.TryAdd(draft.Settings.Table!, draft);
        }
    }

    public void Check()
    {
        foreach (var draft in _drafts)
        {
            foreach (var rule in draft.Rules.Where(r => r.Rule is ReferenceRule))
            {
                Resolve(draft, rule);
            }
        }

        CheckCycles();
        foreach (var column in _drafts.SelectMany(d => d.Columns))
        {
            column.Type ??= column.IsTypeOpen ? TypeOf(column, []) : null;
        }

        foreach (var reference in _references)
        {
            CheckTypes(reference);
        }
    }

    private void Resolve(LayoutDraft child, RuleDraft rule)
    {
        var target = (ReferenceRule)rule.Rule;
        if (!_byTable.TryGetValue(target.ParentTable, out var parent))
        {
            if (!_unreadableTables.Contains(target.ParentTable))
            {
                child.Scope.Error(rule.Place, LayoutFault.ReferenceTable, target.ParentTable);
            }

            return;
        }

        if (parent.FindColumn(target.ParentColumn) is not { } column)
        {
            if (!parent.HasUnreadColumns)
            {
                child.Scope.Error(
                    rule.Place, LayoutFault.ReferenceColumn,
                    target.ParentTable, target.ParentColumn, parent.ColumnNames());
            }

            return;
        }

        // A constant in the parent's key tells no rows apart: the rest of the key is what identifies them.
        if (parent.Key.Where(k => k.Constant is null || k == column).ToList() is not [var only] || only != column)
        {
            child.Scope.Warning(
                rule.Place, LayoutFault.ReferenceNotKey, target.ParentTable, target.ParentColumn,
                parent.Key.Count == 0
                    ? LayoutMessages.Format("WholeRecord")
                    : string.Join(',', parent.Key.Select(k => k.Name)));
        }

        _references.Add(new Reference(child, rule, parent, column));
    }

    /// <summary>The type of an untyped constant: its parent column's, which may be such a constant too.</summary>
    private FieldType? TypeOf(ColumnDraft column, HashSet<ColumnDraft> visited)
    {
        if (!column.IsTypeOpen || column.Type is not null)
        {
            return column.Type;
        }

        var parent = visited.Add(column) ? _references.Find(r => r.Rule.Column == column)?.ParentColumn : null;
        return parent is null ? FieldType.UnlimitedText : TypeOf(parent, visited);
    }

    private static void CheckTypes(Reference reference)
    {
        if (reference.Rule.Column.Type is { } type && reference.ParentColumn.Type is { } parentType
            && type.Kind != parentType.Kind)
        {
            reference.Child.Scope.Error(
                reference.Rule.Place, LayoutFault.ReferenceType,
                reference.Rule.Column.Name, type, reference.Parent.Settings.Table!, reference.ParentColumn.Name, parentType);
        }
    }

    private void CheckCycles()
    {
        var parents = _references.Where(r => r.Child != r.Parent).ToLookup(r => r.Child);
        HashSet<LayoutDraft> finished = [];
        List<LayoutDraft> path = [];
        foreach (var draft in _drafts)
        {
            Visit(draft);
        }

        void Visit(LayoutDraft child)
        {
            if (finished.Contains(child))
            {
                return;
            }

            path.Add(child);
            foreach (var reference in parents[child].DistinctBy(r => r.Parent))
            {
                if (path.IndexOf(reference.Parent) is >= 0 and var start)
                {
                    var tables = path[start..].Append(reference.Parent).Select(d => d.Settings.Table);
                    child.Scope.Error(reference.Rule.Place, LayoutFault.ReferenceCycle, string.Join(" → ", tables));
                }
                else
                {
                    Visit(reference.Parent);
                }
            }

            path.RemoveAt(path.Count - 1);
            finished.Add(child);
        }
    }

    private sealed record Reference(LayoutDraft Child, RuleDraft Rule, LayoutDraft Parent, ColumnDraft ParentColumn);
}
