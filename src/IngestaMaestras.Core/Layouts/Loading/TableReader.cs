using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>
/// Reads the rows of a table of a master (tabular, or a list of objects). What is wrong with the header shows in every
/// row of a tabular array; it is one mistake and reported once.
/// </summary>
internal sealed class TableReader(MasterScope scope, ToonEntry table, IReadOnlyList<string> columns)
{
    private readonly HashSet<string> _reported = [];

    /// <summary>Something in the place of the table or of a row was none.</summary>
    public bool HasSkipped { get; private set; }

    /// <summary>The rows that are rows; none when there is no value.</summary>
    public IReadOnlyList<ToonObject> Rows()
    {
        if (table.IsBlank())
        {
            return [];
        }

        if (table.Value is not ToonArray array)
        {
            HasSkipped = true;
            scope.Error(table.Value, LayoutFault.NotTable, table.Key, string.Join(',', columns));
            return [];
        }

        List<ToonObject> rows = [];
        foreach (var item in array.Items)
        {
            if (item is not ToonObject row)
            {
                HasSkipped = true;
                scope.Error(item, LayoutFault.NotTableRow, table.Key, string.Join(',', columns));
                continue;
            }

            rows.Add(row);
            foreach (var cell in row.Entries.Where(c => !columns.Contains(c.Key) && _reported.Add(c.Key)))
            {
                scope.Error(cell, LayoutFault.UnknownTableColumn, cell.Key, table.Key, string.Join(", ", columns));
            }
        }

        return rows;
    }

    /// <summary>A cell that must have a value; null when (reported) it has none.</summary>
    public ToonEntry? Required(ToonObject row, string column)
    {
        var cell = row.Find(column);
        if (!cell.IsBlank())
        {
            return cell;
        }

        if (cell is not null)
        {
            scope.Missing(cell, LayoutFault.MissingCell, column, table.Key);
        }
        else if (_reported.Add(column))
        {
            scope.Missing(row, LayoutFault.MissingCell, column, table.Key);
        }

        return null;
    }

    /// <summary>Reports a cell that this kind of layout does not have.</summary>
    public void Refuse(ToonObject row, string column, LayoutFault fault)
    {
        if (row.Find(column) is { } cell && !cell.IsBlank() && _reported.Add(column))
        {
            scope.Error(cell, fault, column);
        }
    }
}
