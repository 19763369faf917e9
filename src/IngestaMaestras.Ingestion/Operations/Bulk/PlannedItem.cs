namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>What an operation would do about one thing.</summary>
/// <param name="Key">What it is about: <c>file:12</c>.</param>
/// <param name="Stamp">How that thing stands; when it differs at the confirmation, nothing is done.</param>
/// <param name="Label">What it is called, for people.</param>
/// <param name="Action">What will be done, or why nothing, in Spanish.</param>
/// <param name="IsSkipped">Nothing will be done about it.</param>
/// <param name="Group">Items of one group are done together, groups one after another.</param>
/// <param name="Detail">What its kind wants to remember, as JSON.</param>
public sealed record PlannedItem(
    string Key, string Stamp, string Label, string Action, bool IsSkipped = false, int Group = 0, DateOnly? Date = null, string? Maestra = null,
    long? FileId = null, string? Target = null, string? Detail = null)
{
    public static string FileKey(long fileId) => $"file:{fileId}";
}
