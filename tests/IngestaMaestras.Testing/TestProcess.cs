using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace IngestaMaestras.Testing;

/// <summary>A process that a test starts, listens to and may kill. It does not survive the test.</summary>
public class TestProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _outputRead;
    private readonly Task _errorRead;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="workingDirectory">The current folder unless given.</param>
    public TestProcess(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _outputRead = CollectAsync(_process.StandardOutput, _output);
        _errorRead = CollectAsync(_process.StandardError, _error);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far.</summary>
    public string Output => Snapshot(_output);

    public string Error => Snapshot(_error);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<ProcessResult> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null, string? input = null, TimeSpan? timeout = null)
    {
        await using TestProcess process = new(command, environment, workingDirectory);
        await process.WriteInputAsync(input ?? "");
        return await process.WaitForExitAsync(timeout);
    }

    /// <summary>Writes to its standard input and closes it.</summary>
    public async Task WriteInputAsync(string input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException) when (HasExited)
        {
            // it ended without reading; its result says why
        }
    }

    /// <summary>SIGKILL, to this process and not to those that it started.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by its name: "TERM", "INT", "STOP", "CONT".</summary>
    public void Signal(string name)
    {
        string id = Id.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("kill", [$"-{name}", id]);
        kill.WaitForExit();
    }

    /// <exception cref="TimeoutException">It still runs; the message has what it wrote.</exception>
    public async Task<ProcessResult> WaitForExitAsync(TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? Eventually.DefaultTimeout;
        using CancellationTokenSource late = new(limit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            // Children that outlive it may keep its output open: what it wrote itself is there by then.
            await Task.WhenAny(Task.WhenAll(_outputRead, _errorRead), Task.Delay(TimeSpan.FromSeconds(2), late.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Process {Id} still runs after {limit.TotalSeconds} s.\n{Written()}");
        }
        return new ProcessResult(_process.ExitCode, Output, Error);
    }

    /// <summary>Waits until its standard output contains a text.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message has what it wrote.</exception>
    public async Task WaitForOutputAsync(string text, TimeSpan? timeout = null)
    {
        await UntilAsync(
            () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), $"output with «{text}»", timeout);
    }

    /// <summary>Waits until a URL answers with success.</summary>
    /// <exception cref="InvalidOperationException">The process ended before; the message has what it wrote.</exception>
    public async Task WaitForUrlAsync(Uri url, TimeSpan? timeout = null)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
        await UntilAsync(() => AnswersAsync(client, url), $"an answer from {url}", timeout);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri url)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task CollectAsync(StreamReader reader, StringBuilder into)
    {
        char[] buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (into)
                into.Append(buffer, 0, read);
        }
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private async Task UntilAsync(Func<Task<bool>> condition, string awaited, TimeSpan? timeout)
    {
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                bool over = HasExited;
                if (await condition())
                    return true;
                return over
                    ? throw new InvalidOperationException($"Process {Id} ended before {awaited}.\n{Written()}")
                    : false;
            }, timeout, awaited);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Written()}", e);
        }
    }

    private string Written() => $"--- stdout\n{Output}\n--- stderr\n{Error}";
}
