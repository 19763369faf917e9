using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// A consumer of the hub's changes: Kafka, Oracle, or the next one, which is a class of its own and one registration.
/// Targets know nothing of each other, nor of watermarks and leases: they are told what to send and ask before they
/// commit.
/// </summary>
public interface IDeliveryTarget
{
    /// <summary>Stable lower-case name: key of the tables, <c>--target</c>, part of the job queue's name.</summary>
    string Name { get; }

    /// <summary>As operators write it (<c>Kafka</c>).</summary>
    string Title { get; }

    /// <summary><c>ERROR_KAFKA</c>, <c>ERROR_ORACLE</c>: what <c>error_log</c> says of its failures.</summary>
    string ErrorType { get; }

    /// <summary>Why nothing is delivered to it, in Spanish; null when it is on.</summary>
    string? OffReason { get; }

    /// <summary>Whether it lives and ends with this program, for local use.</summary>
    bool IsTemporary => false;

    /// <summary>What layouts ask of it that it cannot do, as sentences for operators.</summary>
    IReadOnlyList<string> FindProblems(LayoutSet layouts) => [];

    /// <summary>
    /// Reaches the target, quickly, and says which cluster or database it is. A watermark belongs to one identity.
    /// </summary>
    /// <exception cref="DeliveryException">It does not answer, or its settings are wrong.</exception>
    Task<TargetIdentity> IdentifyAsync(CancellationToken ct);

    /// <summary>
    /// Makes ready to send one master's changes: its topic or table exists, and whoever sent them before can commit no
    /// more (as far as the target can see to that).
    /// </summary>
    /// <exception cref="DeliveryException">It failed; <see cref="DeliveryException.MayPass"/> tells whether to try again.</exception>
    Task<IDeliverySession> OpenAsync(DeliveryAssignment assignment, CancellationToken ct);

    /// <summary>
    /// What the latest of a master's changes here came with, as far as the target can tell quickly; null when it holds
    /// none. A hub that does not know of it was put back to an earlier state.
    /// </summary>
    /// <exception cref="DeliveryException">It does not answer.</exception>
    Task<TargetMark?> ReadMarkAsync(Layout layout, CancellationToken ct);

    /// <summary>
    /// How the target holds a row, as one text: equal texts are equal contents. What <see cref="ReadAsync"/> gives can be
    /// compared with it.
    /// </summary>
    string Describe(Layout layout, HubChange change);

    /// <summary>
    /// Everything that the target holds of a master, in any order; of several entries with one key the last counts, and
    /// one without content is a deleted key.
    /// </summary>
    /// <exception cref="DeliveryException">It failed.</exception>
    IAsyncEnumerable<TargetEntry> ReadAsync(Layout layout, CancellationToken ct);
}
