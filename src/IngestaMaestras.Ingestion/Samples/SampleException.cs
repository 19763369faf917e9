namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A sample that cannot be made as asked. The message is one sentence for whoever asked.</summary>
public sealed class SampleException(string message) : Exception(message)
{
    internal static SampleException NoValue(string maestra, string column, IReadOnlyList<string> rules) =>
        new(SampleMessages.Format("NoValue", maestra, column, string.Join("; ", rules)));
}
