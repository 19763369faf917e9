using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>Sentences of the hub for <c>error_log</c>, findings and actions, from <c>HubMessages.resx</c>.</summary>
internal static class HubMessages
{
    private static readonly ResourceManager Resources = new(typeof(HubMessages));

    public static string NoValidRecords(string file, long read) => Format("NoValidRecords", file, read);

    public static string ExcessiveRejects(string file, long rejected, long read, decimal limit) =>
        Format("ExcessiveRejects", file, rejected, read, Percent((decimal)rejected / read), Percent(limit));

    public static string ExcessiveDeletes(string file, long deletes, long rows, decimal limit) =>
        Format("ExcessiveDeletes", file, deletes, rows, Percent((decimal)deletes / rows), Percent(limit));

    public static string DuplicateKey(string? fields, string key) => Format("DuplicateKey", fields, key);

    public static string DuplicateOfOrigin(string? fields, string key) => Format("DuplicateOfOrigin", fields, key);

    public static string MissingReference(string field, string value, string table, string column) =>
        Format("MissingReference", field, value, table, column);

    public static string HighRejects(string file, long rejected, long read, decimal limit) =>
        Format("HighRejects", file, rejected, read, Percent((decimal)rejected / Math.Max(1, read)), Percent(limit));

    /// <summary>A sentence by its name, with its values.</summary>
    public static string Format(string name, params object?[] values) =>
        string.Format(Culture, Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name), values);

    /// <summary>Numbers in stored sentences are written as in Colombia, whatever machine stores them.</summary>
    private static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("es-CO");

    private static string Percent(decimal share) => (share * 100).ToString("0.#", Culture) + " %";
}
