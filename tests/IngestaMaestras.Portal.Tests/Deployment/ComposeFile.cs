using IngestaMaestras.Testing;
using YamlDotNet.Serialization;

namespace IngestaMaestras.Portal.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> as compose itself understands it, for a profile and an environment.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    private ComposeFile(string yaml) => _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(yaml);

    public IReadOnlyDictionary<string, ComposeService> Services => Map(_root["services"])
        .ToDictionary(s => s.Key, s => new ComposeService(s.Key, Map(s.Value)), StringComparer.Ordinal);

    public static async Task<ComposeFile> ReadAsync(string? profile, IReadOnlyDictionary<string, string> environment)
    {
        var (code, output, error) = await RunAsync(profile, environment);
        Assert.True(code == 0, error);
        return new ComposeFile(output);
    }

    /// <summary><c>docker-compose config</c>, as with a file .env that says what is told.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? profile, IReadOnlyDictionary<string, string> environment)
    {
        using TempFolder folder = new();
        var settings = Path.Combine(folder.Path, "settings");
        await File.WriteAllLinesAsync(settings, environment.Select(e => $"{e.Key}={e.Value}"), TestContext.Current.CancellationToken);
        var result = await TestProcess.RunAsync(
            [
                "env", "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"HOME={folder.Path}",
                "docker-compose", "--file", "docker-compose.yml", "--env-file", settings, .. profile is null ? [] : new[] { "--profile", profile }, "config",
            ],
            workingDirectory: Repository.Root);
        return (result.ExitCode, result.Output, result.Error);
    }

    public static Dictionary<string, object> Map(object value) =>
        ((Dictionary<object, object>)value).ToDictionary(p => (string)p.Key, p => p.Value, StringComparer.Ordinal);
}

/// <summary>One service of it.</summary>
internal sealed record ComposeService(string Name, IReadOnlyDictionary<string, object> Settings)
{
    public string? Image => Settings.GetValueOrDefault("image") as string;

    public IReadOnlyDictionary<string, string> Environment => Settings.TryGetValue("environment", out var environment)
        ? ComposeFile.Map(environment).ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "", StringComparer.Ordinal)
        : new Dictionary<string, string>();

    /// <summary>Each service that it waits for, with the condition.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => Settings.TryGetValue("depends_on", out var services)
        ? ComposeFile.Map(services).ToDictionary(p => p.Key, p => (string)ComposeFile.Map(p.Value)["condition"], StringComparer.Ordinal)
        : new Dictionary<string, string>();

    /// <summary>As <c>source:target[:mode]</c>.</summary>
    public IReadOnlyList<string> Volumes => List("volumes");

    public IReadOnlyList<string> Ports => List("ports");

    public IReadOnlyList<string> Command => Settings.GetValueOrDefault("command") is string line ? line.Split(' ') : List("command");

    public bool HasHealthCheck => Settings.ContainsKey("healthcheck");

    private IReadOnlyList<string> List(string name) =>
        Settings.TryGetValue(name, out var list) && list is List<object> items ? [.. items.Select(i => i.ToString()!)] : [];
}
