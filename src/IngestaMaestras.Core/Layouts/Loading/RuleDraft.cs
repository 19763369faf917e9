using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>A rule that could be read, with its column.</summary>
/// <param name="Place">Where the rule's value stands.</param>
internal sealed record RuleDraft(FieldRule Rule, ColumnDraft Column, ToonNode Place);
