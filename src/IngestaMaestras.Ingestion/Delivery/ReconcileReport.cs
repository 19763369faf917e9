namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>How a target and the hub differ in one master.</summary>
/// <param name="Missing">Keys of the hub that the target has not.</param>
/// <param name="Different">Keys that both have with other contents, or the target with a higher version.</param>
/// <param name="Superfluous">Keys of the target that the hub has not.</param>
/// <param name="Pending">Keys that changed after the watermark: not compared, they are on their way.</param>
/// <param name="Mended">Keys that will be sent again; null when it was only compared.</param>
public sealed record ReconcileReport(
    string Target,
    string Maestra,
    long HubRows,
    long TargetRows,
    long Missing,
    long Different,
    long Superfluous,
    long Pending,
    IReadOnlyList<ReconcileExample> Examples,
    long? Mended = null)
{
    public bool IsEqual => Missing + Different + Superfluous == 0;
}

/// <summary>One key that differs.</summary>
/// <param name="Verdict"><c>missing</c>, <c>different</c> or <c>superfluous</c>.</param>
public sealed record ReconcileExample(string Verdict, string Key);
