namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>
/// One kind of wide action: how it is planned and how it is carried on. A new kind is a class and one registration.
/// </summary>
public interface IOperationKind
{
    /// <summary>A code of <see cref="OperationKinds"/>.</summary>
    string Code { get; }

    /// <summary>Whether only an administrator may ask for it.</summary>
    bool NeedsAdministrator(string parameters) => false;

    /// <summary>Whether it is done with a reason only.</summary>
    bool NeedsReason(string parameters) => false;

    /// <summary>What it would do; changes nothing.</summary>
    /// <param name="parameters">As kept in the database.</param>
    /// <exception cref="OperationRefusedException">It cannot be done at all; the message says why.</exception>
    Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct);

    /// <summary>
    /// Does the next piece: begins items, follows those that are under way. Everything that it does must be right when it
    /// is done again, because the process may end at any moment.
    /// </summary>
    /// <returns>When to look again, or null: at once.</returns>
    Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct);
}
