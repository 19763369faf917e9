namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Turns a draft without errors into a layout.</summary>
internal static class LayoutBuilder
{
    public static Layout Build(LayoutDraft draft)
    {
        var settings = draft.Settings;
        var built = draft.Columns.ToDictionary(c => c, c => BuildColumn(c, draft.Key.Contains(c)));
        Layout layout = new()
        {
            Maestra = draft.Maestra,
            Table = settings.Table!,
            Encoding = settings.Encoding,
            Format = settings.Format!.Value,
            Delimiter = (byte?)settings.Delimiter,
            IgnoreHeader = settings.IgnoreHeader,
            Columns = [.. draft.Columns.Select(c => built[c])],
            KeyColumns = [.. draft.Key.Select(c => built[c])],
            Rules = [.. draft.Rules.Select(r => r.Rule)],
            KafkaTopic = settings.KafkaTopic,
            EventFormat = settings.EventFormat,
            Description = settings.Description,
            Width = settings.Width,
            Parts = settings.Parts,
            DecimalSeparator = settings.DecimalSeparator,
            Mode = settings.Mode,
            RejectThreshold = settings.RejectThreshold,
            ExpectedDaily = settings.ExpectedDaily,
            Deadline = settings.Deadline,
            Owner = settings.Owner,
            Fingerprint = "",
            Source = draft.Source,
            SourceFile = draft.SourceFile,
        };
        layout = layout with
        {
            // The defaults of the contract stand where the layout says nothing.
            AlertThreshold = settings.AlertThreshold ?? layout.AlertThreshold,
            DeleteThreshold = settings.DeleteThreshold ?? layout.DeleteThreshold,
        };
        return layout with { Fingerprint = LayoutFingerprint.Of(layout) };
    }

    public static LayoutColumn BuildColumn(ColumnDraft column, bool isKey) => new(
        column.Name,
        column.Name.ToLowerInvariant(),
        column.Type!,
        column.Required || isKey,
        isKey,
        column.Start ?? 0,
        column.End ?? 0,
        column.Index ?? 0,
        column.Constant);
}
