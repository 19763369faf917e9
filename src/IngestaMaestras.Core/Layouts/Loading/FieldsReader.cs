using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads <c>campos</c>: the columns that are cut from the file.</summary>
internal static class FieldsReader
{
    private static readonly string[] FixedCells = ["nombre", "start", "end", "required", "tipo_dato"];
    private static readonly string[] AnyCells = ["nombre", "start", "end", "index", "required", "tipo_dato"];

    public static void Read(LayoutDraft draft, ToonEntry? entry)
    {
        if (entry is null)
        {
            draft.Scope.Missing(draft.Entry, LayoutFault.MissingKey, "campos", string.Join(',', FixedCells));
            draft.HasUnreadColumns = true;
            return;
        }

        if (entry.IsBlank() || entry.Value is ToonArray { Items.Count: 0 })
        {
            draft.Scope.Missing(entry, LayoutFault.NoFields);
            return;
        }

        TableReader table = new(draft.Scope, entry, AnyCells);
        foreach (var row in table.Rows())
        {
            ReadField(draft, table, row);
        }

        draft.HasUnreadColumns |= table.HasSkipped;
    }

    private static void ReadField(LayoutDraft draft, TableReader table, ToonObject row)
    {
        var scope = draft.Scope;
        var nameCell = table.Required(row, "nombre");
        var (startCell, endCell, indexCell) = PositionCells(draft.Settings.Format, table, row);
        var start = scope.Integer(startCell, 0, SettingsReader.MaxWidth);
        var end = scope.Integer(endCell, 0, SettingsReader.MaxWidth);
        var index = scope.Integer(indexCell, 0, SettingsReader.MaxParts - 1);
        var required = scope.Boolean(row.Find("required")) ?? false;
        var typeCell = row.Find("tipo_dato");
        var type = FieldTypeReader.Read(scope, typeCell);
        if (scope.Text(nameCell) is not { } name)
        {
            draft.HasUnreadColumns = true;
            return;
        }

        if (end <= start)
        {
            scope.Error(endCell!.Value, LayoutFault.EndBeforeStart, name, start.Value);
            (start, end) = (null, null);
        }

        if (type is not null && NeededCharacters(type) is { } needed && end - start is { } width && width < needed)
        {
            scope.Error(typeCell!.Value, LayoutFault.TypeWiderThanField, name, needed, width);
        }

        draft.AddColumn(new ColumnDraft(name, nameCell!.Value)
        {
            Type = type ?? (typeCell.IsBlank() ? FieldType.UnlimitedText : null),
            Required = required,
            Start = start,
            End = end,
            Index = index,
            PositionPlace = (startCell ?? indexCell ?? nameCell).Value,
            EndPlace = endCell?.Value,
        });
    }

    private static (ToonEntry? Start, ToonEntry? End, ToonEntry? Index) PositionCells(
        RecordFormat? format, TableReader table, ToonObject row)
    {
        switch (format)
        {
            case RecordFormat.Fixed:
                table.Refuse(row, "index", LayoutFault.NotForFixed);
                return (table.Required(row, "start"), table.Required(row, "end"), null);
            case RecordFormat.Delimited:
                table.Refuse(row, "start", LayoutFault.NotForDelimited);
                table.Refuse(row, "end", LayoutFault.NotForDelimited);
                return (null, null, table.Required(row, "index"));
            default:
                // Unknown, which was reported: nothing can be said about positions.
                return (null, null, null);
        }
    }

    /// <summary>Characters that every value of the type takes; null when that varies.</summary>
    private static int? NeededCharacters(FieldType type) => type.Kind switch
    {
        FieldKind.Date => type.Format!.Length,
        FieldKind.Boolean => Math.Max(
            type.TrueText!.EnumerateRunes().Count(), type.FalseText!.EnumerateRunes().Count()),
        FieldKind.Text or FieldKind.Integer or FieldKind.Decimal => null,
        _ => throw new InvalidOperationException($"FieldKind {type.Kind}"),
    };
}
