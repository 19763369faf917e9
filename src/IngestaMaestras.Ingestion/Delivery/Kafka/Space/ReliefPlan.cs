using System.Security.Cryptography;
using System.Text;

namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>What would be changed, and what is not and why.</summary>
/// <param name="Skipped">Topics left alone, with the reason.</param>
public sealed record ReliefPlan(
    IReadOnlyList<TopicFacts> Topics, IReadOnlyList<ReliefStep> Steps, IReadOnlyList<(string Topic, string Reason)> Skipped, IReadOnlyList<string> Problems)
{
    /// <summary>Tells whether what is confirmed is what was shown.</summary>
    public string Snapshot => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Steps))));
}
