namespace IngestaMaestras.Ingestion.Journal;

/// <summary>One row of <c>audit_log</c>: something that was done, written after the fact with its real outcome.</summary>
/// <param name="ProcedureName">What was done (<c>archivo</c>, <c>devolver_a_input</c>, …).</param>
/// <param name="UserName">Who asked for it; <c>sistema</c> for the program itself.</param>
/// <param name="ResultStatus">How it ended: a state's code, or <c>error</c>.</param>
/// <param name="Parameters">What it was asked to do; written as JSON.</param>
/// <param name="Result">What came of it; written as JSON.</param>
/// <param name="AdditionalInfo">Reason, before and after; written as JSON.</param>
/// <param name="Duration">How long it took; null: since it was begun, by the database's clock, nothing is known.</param>
public sealed record AuditEntry(
    string ProcedureName,
    string UserName,
    string ResultStatus,
    object Parameters,
    object? Result = null,
    string? ErrorMessage = null,
    object? AdditionalInfo = null,
    TimeSpan? Duration = null)
{
    /// <summary>The program itself, as a user.</summary>
    public const string System = "sistema";
}
