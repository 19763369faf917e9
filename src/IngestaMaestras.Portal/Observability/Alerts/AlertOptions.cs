using System.Globalization;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>Section <c>Alerts</c> of the settings: whom the portal tells by itself, where no Alertmanager does.</summary>
public sealed class AlertOptions
{
    /// <summary>A Prometheus whose alerts the portal shows; it then sends none itself, Alertmanager does.</summary>
    public string PrometheusUrl { get; set; } = "";

    /// <summary>Mail server as <c>host:port</c>; empty: no mail.</summary>
    public string Smtp { get; set; } = "";

    /// <summary>Account at the mail server; empty: none.</summary>
    public string SmtpUser { get; set; } = "";

    /// <summary>Its password.</summary>
    public string SmtpPassword { get; set; } = "";

    /// <summary>False: mail may go in the clear, within a network that is trusted.</summary>
    public bool SmtpTls { get; set; } = true;

    /// <summary>From whom the mail is.</summary>
    public string MailFrom { get; set; } = "";

    /// <summary>Who gets mail, separated by commas.</summary>
    public string MailTo { get; set; } = "";

    /// <summary>Address that is posted every alert as JSON; empty: none.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>Least severity that is sent: <c>warning</c> or <c>critical</c>.</summary>
    public string Level { get; set; } = AlertSeverity.Warning;

    /// <summary>When warnings are sent, in the business's time zone; what is found outside waits. Critical ones are sent at once.</summary>
    public string Hours { get; set; } = "00:00-24:00";

    /// <summary>Where links lead; empty: messages have none.</summary>
    public string PortalUrl { get; set; } = "";

    /// <summary>How often the checks are made.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a dependency has to be away before people are told: what restarts is not worth a message.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait before a message is tried again; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    public bool HasMail => Smtp.Length > 0;

    public bool HasWebhook => WebhookUrl.Length > 0;

    public IReadOnlyList<string> ReadRecipients() => MailTo.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where <see cref="PrometheusUrl"/> tells what fires; only when there is one.</summary>
    public Uri ReadAlertsAddress() => new(new Uri(PrometheusUrl.TrimEnd('/') + "/"), "api/v1/alerts");

    public (string Host, int Port) ReadSmtp()
    {
        var colon = Smtp.LastIndexOf(':');
        return colon > 0 && int.TryParse(Smtp[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? (Smtp[..colon], port)
            : throw new ConfigurationException("Alerts:Smtp", Smtp, "servidor:puerto, por ejemplo smtp.empresa.com:587");
    }

    /// <summary>Minutes of the day, from and to.</summary>
    public (int From, int To) ReadHours()
    {
        var parts = Hours.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && MinutesOf(parts[0]) is { } from && MinutesOf(parts[1]) is { } to && from < to
            ? (from, to)
            : throw new ConfigurationException("Alerts:Hours", Hours, "dos horas del mismo día, por ejemplo 06:00-20:00");
    }

    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public void Validate()
    {
        ReadHours();
        Require(Level is AlertSeverity.Warning or AlertSeverity.Critical, nameof(Level), Level, "warning o critical");
        Require(Interval > TimeSpan.Zero, nameof(Interval), Interval, "una duración mayor que cero, por ejemplo 00:00:30");
        Require(Patience >= TimeSpan.Zero, nameof(Patience), Patience, "una duración, por ejemplo 00:01:00");
        Require(RetryDelay > TimeSpan.Zero, nameof(RetryDelay), RetryDelay, "una duración mayor que cero, por ejemplo 00:01:00");
        foreach (var (key, value) in new[] { (nameof(PrometheusUrl), PrometheusUrl), (nameof(WebhookUrl), WebhookUrl), (nameof(PortalUrl), PortalUrl) })
        {
            // A webhook's address may be a secret by itself.
            Require(value.Length == 0 || IsHttp(value), key, key == nameof(WebhookUrl) ? "(oculto)" : value, "una dirección http:// o https://");
        }

        if (HasMail)
        {
            ReadSmtp();
            Require(MailFrom.Contains('@', StringComparison.Ordinal), nameof(MailFrom), MailFrom, "el remitente, por ejemplo ingesta@empresa.com");
            Require(ReadRecipients() is { Count: > 0 } to && to.All(t => t.Contains('@', StringComparison.Ordinal)), nameof(MailTo), MailTo, "correos separados por comas");
        }
    }

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    private static int? MinutesOf(string text) => text == "24:00" ? 24 * 60
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;

    private static void Require(bool valid, string key, object value, string expected) =>
        ConfigurationException.ThrowUnless(valid, $"Alerts:{key}", value, expected);
}
