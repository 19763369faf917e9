using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>Reads the settings, from appsettings, environment and arguments, and refuses what it cannot understand.</summary>
internal static class Settings
{
    public const string HubConnection = "Hub";

    public static IngestaOptions ReadIngesta(IConfiguration configuration)
    {
        IngestaOptions options = new();
        var section = configuration.GetSection("Ingesta");
        foreach (var child in section.GetChildren())
        {
            if (typeof(IngestaOptions).GetProperty(child.Key) is null)
            {
                throw new ConfigurationException(
                    child.Path, child.Value ?? "", "un ajuste conocido: " + string.Join(", ", typeof(IngestaOptions).GetProperties().Select(p => p.Name)));
            }
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            var bad = section.GetChildren().First(c => e.Message.Contains(c.Path, StringComparison.Ordinal));
            throw new ConfigurationException(bad.Path, bad.Value ?? "", "un valor del tipo correcto (duraciones como 00:00:10, horas como 06:00, números)");
        }

        options.Validate();
        return options;
    }
}
