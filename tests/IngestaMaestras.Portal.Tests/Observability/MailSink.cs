using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>A mail server that takes every message and keeps it: just enough SMTP for a program that sends.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    public MailSink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whole messages, headers first, the recipients in a line before them.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> sessions = [];
        try
        {
            while (true)
            {
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
                await using StreamWriter writer = new(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 sink");
                StringBuilder recipients = new();
                while (await reader.ReadLineAsync(_ended.Token) is { } line)
                {
                    var command = line.Split([' ', ':'], 2)[0].ToUpperInvariant();
                    if (command == "RCPT")
                    {
                        recipients.Append(line).Append(' ');
                    }

                    await writer.WriteLineAsync(command switch { "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 ok" });
                    if (command == "DATA")
                    {
                        Messages.Enqueue($"{recipients}\n{await ReadMessageAsync(reader)}");
                        recipients.Clear();
                        await writer.WriteLineAsync("250 kept");
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Whoever sent has gone, or the test is over.
            }
        }
    }

    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        StringBuilder text = new();
        while (await reader.ReadLineAsync(_ended.Token) is { } line && line != ".")
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
