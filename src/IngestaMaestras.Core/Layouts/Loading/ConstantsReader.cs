using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads <c>constantes</c> and, the same in the old form, <c>campos_hardcoded</c>.</summary>
internal static class ConstantsReader
{
    private static readonly string[] Cells = ["nombre", "valor", "tipo_dato"];

    /// <summary>A table, or an object of names and values.</summary>
    public static void Read(LayoutDraft draft, ToonEntry? entry)
    {
        switch (entry?.Value)
        {
            case null:
            case ToonPrimitive { Value: "{}" }: // The empty object as JSON writes it, which TOON reads as text.
                break;
            case ToonObject constants:
                foreach (var constant in constants.Entries)
                {
                    // The key is the name: it stands in for the cell that a table would have.
                    Add(draft, new ToonPrimitive(constant.Key, constant.Line, constant.Column), constant, type: null);
                }

                break;
            default:
                TableReader table = new(draft.Scope, entry, Cells);
                foreach (var row in table.Rows())
                {
                    var name = table.Required(row, "nombre");
                    var value = table.Required(row, "valor");
                    if (draft.Scope.Text(name) is not null && value is not null)
                    {
                        Add(draft, name!.Value, value, row.Find("tipo_dato"));
                    }
                    else
                    {
                        draft.HasUnreadColumns = true;
                    }
                }

                draft.HasUnreadColumns |= table.HasSkipped;

                break;
        }
    }

    private static void Add(LayoutDraft draft, ToonNode name, ToonEntry value, ToonEntry? type)
    {
        var written = ((ToonPrimitive)name).ToText();
        var text = draft.Scope.Text(value);
        if (value.IsBlank())
        {
            draft.Scope.Missing(value, LayoutFault.ConstantBlank, written);
        }
        else if (text?.Any(char.IsControl) == true)
        {
            draft.Scope.Error(value, LayoutFault.ConstantControl, written);
        }

        draft.AddColumn(new ColumnDraft(written, name)
        {
            Type = FieldTypeReader.Read(draft.Scope, type),
            IsTypeOpen = type.IsBlank(),
            Required = true,
            Constant = text ?? "",
            ConstantPlace = text is null ? null : value.Value,
        });
    }
}
