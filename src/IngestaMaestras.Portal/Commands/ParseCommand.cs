using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Resources;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Portal.Commands;

/// <summary>
/// <c>ingesta parse FILE [--layout NAME] [--layouts DIR] [--max-line-bytes N]</c>: reads a file as the ingestion would
/// and prints what it gives. Needs neither database nor settings.
/// </summary>
internal static class ParseCommand
{
    private const string StandardInput = "-";
    private const string StandardOutputPath = "/dev/stdout";
    private const int BrokenPipeOnUnix = 32; // EPIPE
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D); // ERROR_BROKEN_PIPE

    private static readonly ResourceManager Texts = new(typeof(ParseCommand));

    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = Text("File") };
        Option<string?> layout = new("--layout") { Description = Text("Layout"), HelpName = "NAME" };
        Option<string?> layouts = new("--layouts") { Description = Text("Layouts"), HelpName = "DIR" };
        Option<int> maxLineBytes = new("--max-line-bytes")
        {
            Description = Text("MaxLineBytes"),
            HelpName = "N",
            DefaultValueFactory = _ => RecordReader.DefaultMaxLineBytes,
            CustomParser = ParseMaxLineBytes,
        };
        Option<bool> warnings = new("--warnings") { Description = Text("Warnings") };
        Option<bool> summary = new("--summary") { Description = Text("Summary") };
        Option<bool> json = new("--json") { Description = Text("Json") };
        Command parse = new("parse", Text("Parse")) { file, layout, layouts, maxLineBytes, warnings, summary, json };
        parse.SetAction((result, ct) => RunAsync(
            new Request(
                result.GetRequiredValue(file), result.GetValue(layout),
                result.GetValue(layouts) ?? LayoutsPath.Resolve(LayoutsCommand.ConfiguredPath()),
                result.GetValue(maxLineBytes), result.GetValue(warnings), result.GetValue(summary),
                result.GetValue(json)),
            result.InvocationConfiguration.Error,
            ct));
        return parse;
    }

    private static int ParseMaxLineBytes(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            || value is < 1 or > RecordReader.LargestMaxLineBytes)
        {
            result.AddError(Text("BadMaxLineBytes", text, RecordReader.LargestMaxLineBytes));
        }

        return value;
    }

    private static async Task<int> RunAsync(Request request, TextWriter error, CancellationToken ct)
    {
        if (FindLayout(request, error) is not { } layout)
        {
            return Cli.CouldNotStart;
        }

        try
        {
            await using var input = request.File == StandardInput
                ? Console.OpenStandardInput()
                : new FileStream(request.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return await ListAsync(request, layout, input, error, ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            await error.WriteLineAsync(Text("Missing", request.File));
        }
        catch (UnauthorizedAccessException)
        {
            await error.WriteLineAsync(Text("Denied", request.File));
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            await error.WriteLineAsync(Text("Unreadable", request.File, e.Message));
        }

        return Cli.CouldNotStart;
    }

    private static async Task<int> ListAsync(
        Request request, Layout layout, Stream input, TextWriter error, CancellationToken ct)
    {
        await using var accepted = OpenOutput();
        await using var rejected = Console.OpenStandardError();
        using RecordReader reader = new(layout, input, request.MaxLineBytes);
        using RecordListing listing = new(reader, accepted, rejected, request.Warnings);
        try
        {
            await listing.RunAsync(ct);
        }
        catch (IOException e) when (e.HResult is BrokenPipeOnUnix or BrokenPipeOnWindows)
        {
            // Whoever reads the output has had enough (head, for one): nothing to complain about.
        }

        if (request.Summary)
        {
            await error.WriteLineAsync(Text(
                request.Json ? "SummaryJson" : "SummaryText", reader.ReadCount, listing.AcceptedCount, listing.RejectedCount));
        }

        return listing.RejectedCount == 0 ? 0 : Cli.NotAllWell;
    }

    private static Layout? FindLayout(Request request, TextWriter error)
    {
        if (request is { File: StandardInput, Layout: null })
        {
            error.WriteLine(Text("LayoutNeeded"));
            return null;
        }

        LayoutLoadResult loaded;
        try
        {
            loaded = LayoutFolder.Read(request.LayoutFolder).Load();
        }
        catch (LayoutFolderException e)
        {
            error.WriteLine(e.Message);
            return null;
        }

        if (!loaded.IsValid)
        {
            foreach (var problem in loaded.Problems)
            {
                error.WriteLine(problem);
            }

            error.WriteLine(Text("BadLayouts", request.LayoutFolder));
            return null;
        }

        return request.Layout is { } name
            ? FindByName(name, loaded.Layouts, error)
            : FindByFileName(request.File, loaded.Layouts, error);
    }

    private static Layout? FindByName(string name, LayoutSet layouts, TextWriter error)
    {
        var layout = layouts.Find(name);
        if (layout is null)
        {
            error.WriteLine(Text("UnknownLayout", name, string.Join(", ", layouts.All.Select(l => l.Maestra))));
        }

        return layout;
    }

    private static Layout? FindByFileName(string path, LayoutSet layouts, TextWriter error)
    {
        var name = Path.GetFileName(path);
        var match = FileNameMatcher.Match(name, layouts);
        switch (match.Outcome)
        {
            case FileNameOutcome.Matched:
                return match.Layout;
            case FileNameOutcome.WrongExtension:
                error.WriteLine(Text("WrongExtension", name));
                return null;
            case FileNameOutcome.Unknown:
                error.WriteLine(Text("UnknownFile", name, string.Join(", ", layouts.All.Select(l => l.Maestra))));
                return null;
            default:
                throw new InvalidOperationException($"FileNameOutcome {match.Outcome}");
        }
    }

    /// <summary>
    /// Standard output. The console's own stream swallows the error that tells that a pipe's reader has gone, and the
    /// rest of a large file would be read for nobody; a pipe is therefore opened as the file that it is.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            FileStream output = new(
                StandardOutputPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!output.CanSeek)
            {
                return output;
            }

            // A file: only the console's stream goes on where the shell's redirection stands.
            output.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A socket, or a pipe that belongs to somebody else: the console's stream writes there all the same.
        }

        return Console.OpenStandardOutput();
    }

    private static string Text(string name, params object[] arguments) => string.Format(
        CultureInfo.InvariantCulture,
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name),
        arguments);

    private sealed record Request(
        string File, string? Layout, string LayoutFolder, int MaxLineBytes, bool Warnings, bool Summary, bool Json);
}
