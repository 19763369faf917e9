namespace IngestaMaestras.Portal.Hosting;

/// <summary>Which parts of the program this process plays.</summary>
/// <param name="Worker">Executes jobs.</param>
/// <param name="Scheduler">Keeps the recurring jobs, that is, the nights.</param>
internal sealed record RuntimeOptions(bool Worker, bool Scheduler);
