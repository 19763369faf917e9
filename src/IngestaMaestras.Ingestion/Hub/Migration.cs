namespace IngestaMaestras.Ingestion.Hub;

/// <summary>A numbered script of the hub's schema.</summary>
/// <param name="Name">As in <c>Hub/Migrations</c>, such as <c>0001_hub.sql</c>.</param>
/// <param name="Sql">Its statements.</param>
public sealed record Migration(string Name, string Sql);
