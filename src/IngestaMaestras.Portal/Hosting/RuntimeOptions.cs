namespace IngestaMaestras.Portal.Hosting;

/// <summary>Which parts of the program this process plays.</summary>
/// <param name="Worker">Executes jobs.</param>
/// <param name="Scheduler">Keeps the recurring jobs, that is, the nights.</param>
/// <param name="IsService">Runs until it is stopped (<c>serve</c>), and may host what others use.</param>
internal sealed record RuntimeOptions(bool Worker, bool Scheduler, bool IsService = true);
