namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The button <em>Entregar ahora</em>.</summary>
/// <param name="Maestra">Null: everything that is pending for the target.</param>
internal sealed record DeliverAction(string Target, string Title, string? Maestra);
