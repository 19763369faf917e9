using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// Settings from files, one each, named like the setting with <c>__</c> for <c>:</c> (<c>ConnectionStrings__Hub</c>): how
/// containers and systemd hand over secrets, which an environment shows to too many.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string FolderVariable = "INGESTA_SECRETS";

    /// <summary>Where Docker and Podman put them.</summary>
    public const string DefaultFolder = "/run/secrets";

    /// <summary>Environment and arguments are stronger than files, files stronger than <c>appsettings.json</c>.</summary>
    public static T AddSecretFiles<T>(this T configuration)
        where T : IConfigurationManager
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : DefaultFolder;
        if (!Directory.Exists(folder))
        {
            return configuration;
        }

        var environment = configuration.Sources.OfType<EnvironmentVariablesConfigurationSource>().LastOrDefault(s => string.IsNullOrEmpty(s.Prefix));
        KeyPerFileConfigurationSource files = new() { FileProvider = new PhysicalFileProvider(folder), Optional = true };
        configuration.Sources.Insert(environment is null ? configuration.Sources.Count : configuration.Sources.IndexOf(environment), files);
        return configuration;
    }
}
