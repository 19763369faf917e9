using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Checks;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Configuration;

namespace IngestaMaestras.Portal.Tests.Deployment;

/// <summary>
/// <c>docker-compose.yml</c> and <c>Dockerfile</c> as far as they can be tried without an engine: compose accepts them, and
/// every setting, path, port and service in them is one that exists.
/// </summary>
public sealed partial class ComposeTests
{
    private const string Complete = "completo";

    private static readonly Dictionary<string, string> Least = new() { ["INGESTA_DB_PASSWORD"] = "no-se-muestra" };

    private static readonly Dictionary<string, string> All = new(Least)
    {
        ["INGESTA_KAFKA"] = "kafka:9092",
        ["INGESTA_ORACLE"] = "User Id=ingesta;Password=p;Data Source=oracle:1521/FREEPDB1",
        ["INGESTA_PROMETHEUS"] = "http://prometheus:9090",
        ["INGESTA_TRUSTED_PROXIES"] = "172.16.0.0/12",
        ["INGESTA_ADMIN_PASSWORD"] = "una contraseña larga",
        ["PORTAL_URL"] = "https://ingesta.example.com",
    };

    [Fact]
    public async Task The_small_installation_is_portal_and_postgres_and_asks_for_one_password()
    {
        var compose = await ComposeFile.ReadAsync(null, Least);
        var (code, _, error) = await ComposeFile.RunAsync(null, new Dictionary<string, string>());

        Assert.Equal(["portal", "postgres"], compose.Services.Values.Where(s => !s.Settings.ContainsKey("profiles")).Select(s => s.Name).Order());
        Assert.NotEqual(0, code);
        Assert.Contains("INGESTA_DB_PASSWORD", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_of_the_portal_and_its_workers_is_one_that_the_program_knows()
    {
        var compose = await ComposeFile.ReadAsync(Complete, All);
        foreach (var service in new[] { "portal", "worker" }.Select(n => compose.Services[n]))
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(
                service.Environment.Select(e => KeyValuePair.Create(e.Key.Replace("__", ":", StringComparison.Ordinal), (string?)e.Value))).Build();
            Assert.True(configuration.GetChildren().Count() > 3);
            Assert.All(SettingsCheck.Run(configuration), r => Assert.True(r.State == CheckState.Well, $"{service.Name}: {r}"));
        }
    }

    [Fact]
    public async Task Whoever_is_waited_for_can_be_waited_for_and_every_address_is_a_service()
    {
        var services = (await ComposeFile.ReadAsync(Complete, All)).Services;
        foreach (var service in services.Values)
        {
            foreach (var (name, condition) in service.DependsOn)
            {
                Assert.True(services.ContainsKey(name), $"{service.Name} waits for {name}");
                Assert.True(
                    condition == "service_completed_successfully" || services[name].HasHealthCheck || name is "portal",
                    $"{service.Name} waits for the health of {name}, which has no check");
            }

            foreach (var address in service.Environment.Values.SelectMany(v => AddressPattern().Matches(v)).Select(m => m.Groups["host"].Value)
                .Where(h => h is not ("localhost" or "127.0.0.1" or "0.0.0.0" or "")))
            {
                Assert.True(services.ContainsKey(address), $"{service.Name}: {address} is no service");
            }
        }

        // The portal's health is the image's own check.
        Assert.Contains("HEALTHCHECK", await ReadAsync("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_image_is_pinned_and_every_folder_of_ours_exists()
    {
        var services = (await ComposeFile.ReadAsync(Complete, All)).Services;
        foreach (var service in services.Values)
        {
            Assert.True(
                service.Settings.ContainsKey("build") || PinnedPattern().IsMatch(service.Image!), $"{service.Name}: {service.Image} is not pinned to a version");
            foreach (var source in service.Volumes.Select(v => v.Split(':')[0]).Where(s => s.StartsWith(Repository.Root, StringComparison.Ordinal)))
            {
                Assert.True(Path.Exists(source), $"{service.Name}: {source}");
            }
        }

        // What configurations are read of after the render is what the render writes.
        var rendered = Directory.EnumerateFiles(Path.Combine(Repository.Root, "grafana", "prometheus")).Select(Path.GetFileName).ToHashSet();
        foreach (var file in services.Values.SelectMany(s => s.Command).SelectMany(c => RenderedPattern().Matches(c)).Select(m => m.Groups[1].Value))
        {
            Assert.Contains(file, rendered);
        }

        Assert.Contains("/etc/grafana/dashboards", await ReadAsync("grafana/provisioning/dashboards/ingesta.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_are_the_programs_own_and_reach_the_machine_itself_only()
    {
        var services = (await ComposeFile.ReadAsync(Complete, All)).Services;

        Assert.Equal(["127.0.0.1:8080:8080/tcp", $"127.0.0.1:{new MetricsOptions().Port}:{new MetricsOptions().Port}/tcp"], services["portal"].Ports.Order());
        Assert.Equal(["127.0.0.1:9090:9090/tcp"], services["prometheus"].Ports);
        Assert.Equal(["127.0.0.1:3000:3000/tcp"], services["grafana"].Ports);
        Assert.All(services.Values.SelectMany(s => s.Ports), p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));
        Assert.Contains($"portal:{new MetricsOptions().Port}", services["ajustes"].Environment["INGESTA_TARGETS"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_password_has_a_default_and_none_is_in_the_clear()
    {
        var text = await ReadAsync("docker-compose.yml");

        Assert.DoesNotMatch(DefaultPasswordPattern(), text);
        foreach (var (name, value) in (await ComposeFile.ReadAsync(Complete, Least)).Services.Values
            .SelectMany(s => s.Environment).Where(e => e.Key.Contains("PASS", StringComparison.OrdinalIgnoreCase)))
        {
            Assert.True(value is "" or "no-se-muestra", name);
        }

        // Whoever would make up a password of its own, or take a known one, waits for the check that one was given.
        foreach (var service in new[] { "oracle", "prometheus" })
        {
            Assert.Equal("service_completed_successfully", (await ComposeFile.ReadAsync(Complete, All)).Services[service].DependsOn["ajustes"]);
        }
    }

    [Fact]
    public async Task Every_variable_is_explained_and_none_that_is_explained_is_unknown()
    {
        var used = VariablePattern().Matches(await ReadAsync("docker-compose.yml")).Select(m => m.Groups[1].Value).ToHashSet();
        var explained = ExplainedPattern().Matches(await ReadAsync(".env.example")).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Empty(explained.Except(used));
        Assert.Equal(["SMTP_PASSWORD_FILE", "SMTP_REQUIRE_TLS", "SMTP_USER"], used.Except(explained).Order());
    }

    [Fact]
    public async Task What_is_missing_for_everything_is_said_before_anything_starts()
    {
        var service = (await ComposeFile.ReadAsync(Complete, Least)).Services["ajustes"];
        using TempFolder folder = new();
        // The command as it is, but for where things are and whom they belong to.
        var script = service.Command[^1].Replace("$$", "$", StringComparison.Ordinal)
            .Replace("/grafana/", Path.Combine(Repository.Root, "grafana") + "/", StringComparison.Ordinal)
            .Replace("chown -R 65534:65534 /ajustes", "true", StringComparison.Ordinal).Replace(" /ajustes", $" {folder.Path}", StringComparison.Ordinal);
        Dictionary<string, string?> environment = service.Environment.ToDictionary(e => e.Key, e => (string?)e.Value);

        var nothing = await TestProcess.RunAsync(["bash", "-c", script], environment);
        foreach (var name in new[] { "GRAFANA_PASSWORD", "ORACLE_ADMIN_PASSWORD", "ORACLE_PASSWORD" })
        {
            environment[name] = "una clave";
        }

        var noMail = await TestProcess.RunAsync(["bash", "-c", script], environment);
        foreach (var name in new[] { "SMTP_SMARTHOST", "SMTP_FROM", "MAIL_CRITICAL", "MAIL_WARNING" })
        {
            environment[name] = "a@example.com:25";
        }

        environment["WEBHOOK_URL"] = "http://example.com/";
        var all = await TestProcess.RunAsync(["bash", "-c", script], environment);

        Assert.Equal((2, "Falta INGESTA_GRAFANA_PASSWORD en el entorno o en .env."), (nothing.ExitCode, nothing.Error.Trim()));
        Assert.NotEqual(0, noMail.ExitCode);
        Assert.Contains("Falta ", noMail.Error, StringComparison.Ordinal);
        Assert.True(all.ExitCode == 0, all.Error);
        Assert.Contains("portal:9464", await File.ReadAllTextAsync(Path.Combine(folder.Path, "prometheus.yml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_image_is_built_with_the_versions_of_the_project_and_runs_what_it_builds()
    {
        var file = await ReadAsync("Dockerfile");
        var sdk = SdkPattern().Match(await ReadAsync("global.json")).Groups[1].Value;

        Assert.Contains($"dotnet/sdk:{sdk} ", file, StringComparison.Ordinal);
        Assert.Contains($"\"{typeof(PortalHost).Assembly.GetName().Name}.dll\"", file, StringComparison.Ordinal);
        Assert.Contains("EXPOSE 8080 " + new MetricsOptions().Port, file, StringComparison.Ordinal);
        Assert.Contains("OracleDriver=true", file, StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", file, StringComparison.Ordinal);
        Assert.Contains("tzdata", file, StringComparison.Ordinal);
        foreach (var source in CopyPattern().Matches(file).SelectMany(m => m.Groups[1].Value.Split(' ')).Where(s => s != "."))
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source);
        }
    }

    [Fact]
    public async Task The_systemd_unit_is_accepted_and_starts_the_program_as_it_can_be_started()
    {
        var unit = await ReadAsync("scripts/systemd/ingesta.service");
        using TempFolder folder = new();
        var copy = Path.Combine(folder.Path, "ingesta.service");
        await File.WriteAllTextAsync(copy, unit.Replace("/opt/ingesta/ingesta ", "/bin/true ", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var verified = await TestProcess.RunAsync(["systemd-analyze", "verify", copy]);

        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.DoesNotContain("ingesta.service", verified.Error, StringComparison.Ordinal);
        var start = Regex.Match(unit, "^ExecStart=/opt/ingesta/ingesta (.*)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.StartsWith("serve --urls http://127.0.0.1:8080", start, StringComparison.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            Regex.Matches(unit, "^Environment=([A-Za-z]+__[A-Za-z_]+)=(.*)$", RegexOptions.Multiline)
                .Select(m => KeyValuePair.Create(m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), (string?)m.Groups[2].Value))).Build();
        Assert.All(SettingsCheck.Run(configuration), r => Assert.Equal(CheckState.Well, r.State));
        Assert.Contains($"Environment={SecretFiles.FolderVariable}=", unit, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Path.Combine(Repository.Root, path), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"(?:https?://|Host=|Data Source=|@|""|^)(?<host>[a-z_]+)(?=:[0-9]+|;Database)")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"^[a-z/_-]+:v?[0-9]+\.[0-9][0-9a-z.-]*$")]
    private static partial Regex PinnedPattern();

    [GeneratedRegex(@"/etc/ingesta/([a-z-]+\.yml)")]
    private static partial Regex RenderedPattern();

    [GeneratedRegex(@"\$\{[A-Z_]*PASSWORD[A-Z_]*:-[^}]")]
    private static partial Regex DefaultPasswordPattern();

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^#?([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex ExplainedPattern();

    [GeneratedRegex("\"version\": *\"([^\"]+)\"")]
    private static partial Regex SdkPattern();

    [GeneratedRegex("^COPY ((?!--)[^\n]+) [^ \n]+$", RegexOptions.Multiline)]
    private static partial Regex CopyPattern();
}
