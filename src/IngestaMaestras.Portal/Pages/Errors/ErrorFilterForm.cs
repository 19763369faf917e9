namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>The form of filters above a list of errors.</summary>
/// <param name="Action">Where it leads.</param>
/// <param name="Clear">The same without filters, dates kept.</param>
public sealed record ErrorFilterForm(ErrorListPage Page, string Action, string Clear);
