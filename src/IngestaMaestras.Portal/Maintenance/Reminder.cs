namespace IngestaMaestras.Portal.Maintenance;

/// <summary>Something that runs out, or has been as it is for too long.</summary>
/// <param name="IsUrgent">It has run out, or will within days.</param>
/// <param name="Page">Where it is put right; null: not in the portal.</param>
public sealed record Reminder(string Text, bool IsUrgent, string? Page);
