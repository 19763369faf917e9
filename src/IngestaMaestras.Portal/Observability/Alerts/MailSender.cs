using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>Sends mail as the settings of the alerts say, to those whom they name.</summary>
public sealed class MailSender(AlertOptions options)
{
    private const int TimeoutMilliseconds = 20_000;

    /// <summary>Whether there is a server to send by.</summary>
    public bool IsConfigured => options.HasMail;

    public string Recipients => options.MailTo;

    /// <exception cref="AlertNotSentException">With the server's reason.</exception>
    public async Task SendAsync(string subject, MimeEntity body, CancellationToken ct)
    {
        using MimeMessage message = new();
        message.From.Add(MailboxAddress.Parse(options.MailFrom));
        message.To.AddRange(options.ReadRecipients().Select(MailboxAddress.Parse));
        message.Subject = subject;
        message.Body = body;
        await ConnectAsync(client => client.SendAsync(message, ct), ct);
    }

    /// <summary>Signs in at the server and leaves again; nothing is sent.</summary>
    /// <exception cref="AlertNotSentException">It is not there, or does not let us in.</exception>
    public Task ProbeAsync(CancellationToken ct) => ConnectAsync(client => client.NoOpAsync(ct), ct);

    private async Task ConnectAsync(Func<SmtpClient, Task> actAsync, CancellationToken ct)
    {
        var (host, port) = options.ReadSmtp();
        try
        {
            using SmtpClient client = new() { Timeout = TimeoutMilliseconds };
            await client.ConnectAsync(host, port, options.SmtpTls ? port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls : SecureSocketOptions.None, ct);
            if (options.SmtpUser.Length > 0)
            {
                await client.AuthenticateAsync(options.SmtpUser, options.SmtpPassword, ct);
            }

            await actAsync(client);
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or TimeoutException or NotSupportedException)
        {
            throw new AlertNotSentException($"{options.Smtp}: {e.Message}", e);
        }
    }
}
