namespace IngestaMaestras.Portal.Jobs;

/// <summary>A task of the maintenance that did not do what it is for; the job fails with the reason.</summary>
public sealed class MaintenanceFailedException(string message) : Exception(message);
