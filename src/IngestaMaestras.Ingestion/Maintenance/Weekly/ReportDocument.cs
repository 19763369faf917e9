namespace IngestaMaestras.Ingestion.Maintenance.Weekly;

/// <summary>A report as titles, sentences and tables, whatever shows it: a page, a file, a mail.</summary>
public sealed record ReportDocument(string Title, string Intro, IReadOnlyList<ReportSection> Sections);

/// <param name="Note">A sentence below the title; null: none.</param>
/// <param name="Columns">None: there is no table, the note says all.</param>
public sealed record ReportSection(string Title, string? Note, IReadOnlyList<string> Columns, IReadOnlyList<ReportRow> Rows);

/// <param name="IsMarked">Somebody should look at it.</param>
/// <param name="Link">Where more is told, as a path of the portal; null: nowhere.</param>
public sealed record ReportRow(IReadOnlyList<string> Cells, bool IsMarked = false, string? Link = null);
