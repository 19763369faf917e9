using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>One step of one file, as the graph and the times of a run show it.</summary>
/// <param name="Step">The step's code, as the log has it.</param>
/// <param name="Label">The step's name.</param>
/// <param name="Tone">What its state means.</param>
/// <param name="State">Its state's word.</param>
/// <param name="From">When it began; null: not yet.</param>
/// <param name="To">When it ended; null: not yet.</param>
/// <param name="Median">How long it usually takes; null when that is not known.</param>
/// <param name="Count">How much it worked on, as a sentence; null: nothing to count.</param>
/// <param name="Attempt">Deliveries that wait: the attempt that is next, or was last.</param>
/// <param name="NextAttemptAt">When it is tried again; null: it does not wait.</param>
internal sealed record FlowNode(
    string Step, string Label, Tone Tone, string State, DateTime? From, DateTime? To, TimeSpan? Median, string? Count,
    string? Attempt = null, DateTime? NextAttemptAt = null);
