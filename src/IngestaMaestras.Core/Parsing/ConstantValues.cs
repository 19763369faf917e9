using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>A layout's constants, read once. Their text stands at the start of every text buffer of the reader.</summary>
internal sealed class ConstantValues
{
    /// <exception cref="ArgumentException">A constant that its type, rules or requiredness would reject.</exception>
    public ConstantValues(Layout layout)
    {
        Values = new FieldValue[layout.Columns.Count];
        List<byte> text = [];
        LineFindings findings = new();
        for (int i = 0; i < Values.Length; i++)
        {
            if (layout.Columns[i].Constant is not { } constant)
                continue;

            byte[] bytes = Encoding.UTF8.GetBytes(constant.Trim(' '));
            FieldSlice slice = new(text.Count, bytes.Length);
            text.AddRange(bytes);
            if (constant.Any(ControlText.IsControl))
                throw Refused(layout, i, ControlText.Quote(constant));
            if (!new FieldReader(layout, i).TryRead([.. text], slice, isAscii: false, findings, out Values[i]))
                throw Refused(layout, i, string.Join(" ", findings.Errors.Select(e => e.Message)));
        }

        Text = [.. text];
    }

    /// <summary>One per column of the layout; those that are not constants are default.</summary>
    public FieldValue[] Values { get; }

    public byte[] Text { get; }

    private static ArgumentException Refused(Layout layout, int ordinal, string reason) =>
        new($"{layout.Maestra}, {layout.Columns[ordinal].Name}: {reason}", nameof(layout));
}
