using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IngestaMaestras.Portal.Tests.Observability;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary><c>ingesta config check</c>: a deployment's settings and connections, as an administrator tries them before the first start.</summary>
public sealed class ConfigVerbTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Settings_that_are_right_are_tried_against_the_real_services()
    {
        await using var installation = await Installation.CreateAsync(postgres, "config");
        await using MailSink mail = new();
        using TcpListener hook = new(IPAddress.Loopback, 0);
        hook.Start();
        installation.Environment["Alerts__Smtp"] = $"127.0.0.1:{mail.Port}";
        installation.Environment["Alerts__SmtpTls"] = "false";
        installation.Environment["Alerts__MailFrom"] = "ingesta@example.com";
        installation.Environment["Alerts__MailTo"] = "turno@example.com";
        installation.Environment["Alerts__WebhookUrl"] = $"http://127.0.0.1:{((IPEndPoint)hook.LocalEndpoint).Port}/secreto";
        installation.Environment["Ingesta__LayoutsPath"] = Path.Combine(Repository.Root, "layouts");

        var first = await CheckAsync(installation, 0, "--urls", $"http://127.0.0.1:{FreePort.Next()}", $"--Metrics:Port={FreePort.Next()}");

        Assert.Equal("well", first["Carpeta de datos"].State);
        Assert.Equal(("well", "13 maestras en "), (first["Layouts"].State, first["Layouts"].Detail[..15]));
        Assert.Equal("well", first["PostgreSQL"].State);
        Assert.Equal("well", first["Permisos en la base"].State);
        Assert.Contains("0001_hub.sql", first["Esquema del hub"].Detail, StringComparison.Ordinal);
        Assert.Equal("well", first["pg_dump y pg_restore"].State);
        Assert.Equal("well", first["Correo"].State);
        Assert.Equal("well", first["Webhook"].State);
        Assert.Equal("off", first["Prometheus"].State);
        Assert.Equal("off", first["oracle"].State);
        // Nothing was sent, and nothing was made in the database.
        Assert.Empty(mail.Messages);
        Assert.False(await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'db_masterdatahub')"));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_no_secret_with_it()
    {
        await using var installation = await Installation.CreateAsync(postgres, "configbad");
        installation.Environment["Ingesta__ClosingTime"] = "mañana";
        installation.Environment["Maintenance__ErrorLogDays"] = "-1";
        installation.Environment["Alertas__Smtp"] = "correo:25";

        var settings = await CheckAsync(installation, 1);

        Assert.Contains("Ingesta:ClosingTime", settings["Ajustes Ingesta"].Detail, StringComparison.Ordinal);
        Assert.Contains("Maintenance:ErrorLogDays", settings["Ajustes Maintenance"].Detail, StringComparison.Ordinal);
        Assert.Equal("warning", settings["Ajustes Alertas"].State);
        Assert.Equal("warning", settings["Lo demás"].State);

        installation.Environment.Remove("Ingesta__ClosingTime");
        installation.Environment.Remove("Maintenance__ErrorLogDays");
        // Ports that nobody listens at, and one that somebody else has.
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var nobody = FreePort.Next();
        installation.Environment["ConnectionStrings__Hub"] = $"Host=127.0.0.1;Port={nobody};Database=ingesta;Username=ingesta;Password=secreto-hub";
        installation.Environment["Kafka__BootstrapServers"] = $"127.0.0.1:{nobody}";
        installation.Environment["Alerts__PrometheusUrl"] = $"http://127.0.0.1:{nobody}";
        installation.Environment["Alerts__WebhookUrl"] = $"http://127.0.0.1:{nobody}/secreto-hook";
        installation.Environment["Backup__Folder"] = "/proc/respaldos";
        installation.Environment["Ingesta__LayoutsPath"] = "/no/existe";

        var places = await CheckAsync(installation, 1, "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        foreach (var name in new[] { "PostgreSQL", "kafka", "Prometheus", "Webhook", "Carpeta de respaldos", "Layouts", "Puerto del portal" })
        {
            Assert.True(places[name].State == "failed", $"{name}: {places[name]}");
        }

        Assert.DoesNotContain(places.Values, r => r.Detail.Contains("secreto", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_may_be_a_file_and_the_environment_is_stronger()
    {
        await using var installation = await Installation.CreateAsync(postgres, "secrets");
        using TempFolder secrets = new();
        await File.WriteAllTextAsync(Path.Combine(secrets.Path, "ConnectionStrings__Hub"), installation.Environment["ConnectionStrings__Hub"] + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(secrets.Path, "Ingesta__DataRoot"), "/no/es/esta", TestContext.Current.CancellationToken);
        installation.Environment.Remove("ConnectionStrings__Hub");
        installation.Environment["INGESTA_SECRETS"] = secrets.Path;

        var migrated = await installation.RunAsync("config", "migrate");
        var listed = await installation.RunAsync("user", "list");

        Assert.True(migrated.ExitCode == 0, migrated.Error);
        Assert.True(listed.ExitCode == 0, listed.Error);
        Assert.True(await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM installation)"));
    }

    private static async Task<Dictionary<string, (string State, string Detail)>> CheckAsync(Installation installation, int code, params string[] settings)
    {
        var result = await installation.RunAsync(["config", "check", "--json", .. settings]);
        Assert.True(result.ExitCode == code, result.Output + result.Error);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.EnumerateArray().ToDictionary(
            r => r.GetProperty("name").GetString()!, r => (r.GetProperty("state").GetString()!, r.GetProperty("detail").GetString()!));
    }
}
