using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>Rows of a master's table.</summary>
/// <param name="Columns">What the table has of the layout's columns.</param>
/// <param name="Rows">In the order of the list.</param>
/// <param name="Next">Where the next page begins; null: this is the end.</param>
/// <param name="Searched">Rows that were looked at when a text was searched for and the search stopped before the end; null otherwise.</param>
public sealed record HubRows(IReadOnlyList<LayoutColumn> Columns, IReadOnlyList<HubRow> Rows, string? Next, int? Searched = null);
