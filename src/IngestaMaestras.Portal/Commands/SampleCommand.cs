using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Samples;

namespace IngestaMaestras.Portal.Commands;

/// <summary>
/// <c>ingesta sample --out DIR [--rows N] [--faults P] [--seed S] [--maestra X,Y] [--date D]…</c>: needs neither database
/// nor settings.
/// </summary>
internal static class SampleCommand
{
    private const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
    private const string Zone = "America/Bogota";

    // The second is how names of files write it.
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyyMMdd"];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR" };
    private static readonly Option<long?> Rows = new("--rows") { HelpName = "N" };
    private static readonly Option<decimal> Faults = new("--faults") { HelpName = "P", CustomParser = ParseFaults };
    private static readonly Option<ulong> Seed = new("--seed") { HelpName = "S", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Maestra = new("--maestra") { HelpName = "X,Y" };
    private static readonly Option<DateOnly?> Date = new("--date") { HelpName = "D", CustomParser = ParseDate };
    private static readonly Option<string?> Layouts = new("--layouts") { HelpName = "DIR" };
    private static readonly Option<bool> Undated = new("--undated");
    private static readonly Option<int> Changes = new("--changes") { HelpName = "K" };
    private static readonly Option<bool> NoQuirks = new("--no-quirks");
    private static readonly Option<SampleVariant[]> Variants = new("--file-faults")
    {
        HelpName = "X,Y", CustomParser = ParseVariants, DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> SecondFile = new("--second-file");
    private static readonly Option<string?> Manifest = new("--manifest") { HelpName = "FILE" };
    private static readonly Option<bool> Force = new("--force");
    private static readonly Option<bool> AsJson = new("--json");

    public static Command Create()
    {
        (Option Option, string Description)[] options =
        [
            (Out, SampleMessages.Get("OptionOut")), (Rows, SampleMessages.Get("OptionRows")),
            (Faults, SampleMessages.Get("OptionFaults")), (Seed, SampleMessages.Get("OptionSeed")),
            (Maestra, SampleMessages.Get("OptionMaestra")), (Date, SampleMessages.Get("OptionDate")),
            (Layouts, SampleMessages.Get("OptionLayouts")), (Undated, SampleMessages.Get("OptionUndated")),
            (Changes, SampleMessages.Get("OptionChanges")), (NoQuirks, SampleMessages.Get("OptionNoQuirks")),
            (Variants, SampleMessages.Format("OptionVariants", string.Join(", ", SampleVariantNames.All))),
            (SecondFile, SampleMessages.Get("OptionSecondFile")), (Manifest, SampleMessages.Get("OptionManifest")),
            (Force, SampleMessages.Get("OptionForce")), (AsJson, SampleMessages.Get("OptionJson")),
        ];
        Command command = new("sample", SampleMessages.Get("Command"));
        foreach ((Option option, string description) in options)
        {
            option.Description = description;
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken ct)
    {
        TextWriter error = result.InvocationConfiguration.Error;
        try
        {
            SampleTotals totals = await SampleGenerator.GenerateAsync(LoadLayouts(result), OptionsOf(result), ct);
            Report(totals, result.GetValue(AsJson), result.InvocationConfiguration.Output, error);
            return totals.IsComplete ? 0 : Cli.NotAllWell;
        }
        catch (Exception e) when (e is SampleException or LayoutFolderException)
        {
            await error.WriteLineAsync(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(SampleMessages.Format("CannotWrite", e.Message));
        }

        return Cli.CouldNotStart;
    }

    private static SampleOptions OptionsOf(ParseResult result) => new()
    {
        OutputFolder = result.GetRequiredValue(Out),
        Date = result.GetValue(Date) ?? Today(),
        Undated = result.GetValue(Undated),
        Rows = result.GetValue(Rows),
        Faults = result.GetValue(Faults),
        Seed = result.GetValue(Seed),
        Maestras = result.GetValue(Maestra)?.Split(',', Clean) ?? [],
        Changes = result.GetValue(Changes),
        Quirks = !result.GetValue(NoQuirks),
        Variants = result.GetValue(Variants) ?? [],
        SecondFile = result.GetValue(SecondFile),
        Force = result.GetValue(Force),
        ManifestFile = result.GetValue(Manifest),
    };

    private static LayoutSet LoadLayouts(ParseResult result)
    {
        string folder = result.GetValue(Layouts) ?? LayoutsPath.Resolve(LayoutsCommand.ConfiguredPath());
        LayoutLoadResult loaded = LayoutFolder.Read(folder).Load();
        return loaded.IsValid
            ? loaded.Layouts
            : throw new SampleException(SampleMessages.Format(
                "WrongLayouts", folder, loaded.Problems.First(p => !p.IsWarning)));
    }

    private static DateOnly Today() => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Zone)).DateTime);

    private static void Report(SampleTotals totals, bool asJson, TextWriter output, TextWriter error)
    {
        foreach (SampleFileTotals file in totals.Files)
        {
            if (file.Exhausted)
            {
                error.WriteLine(SampleMessages.Format(
                    "ExhaustedKeys", file.File, file.Read, file.Wanted));
            }

            if (file.ChangesMissing > 0)
                error.WriteLine(SampleMessages.Format("ExhaustedChanges", file.File, file.ChangesMissing));
        }

        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(totals, Json));
            return;
        }

        foreach (SampleFileTotals file in totals.Files)
        {
            string variant = file.Variant is null ? "" : SampleMessages.Format("WrittenVariant", file.Variant);
            output.WriteLine(file.FileError is { } fileError
                ? SampleMessages.Format("WrittenRefused", file.File, fileError)
                : SampleMessages.Format(
                    "Written", file.File, file.Read, file.Accepted, file.Rejected, file.Warned, variant));
        }

        output.WriteLine(SampleMessages.Format("Manifest", totals.ManifestPath));
    }

    private static decimal ParseFaults(ArgumentResult argument)
    {
        string text = argument.Tokens[^1].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal share)
            && share <= 1)
        {
            return share;
        }

        argument.AddError(SampleMessages.Format("WrongFaults", text));
        return 0;
    }

    private static DateOnly? ParseDate(ArgumentResult argument)
    {
        string text = argument.Tokens[^1].Value;
        if (DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return date;
        argument.AddError(SampleMessages.Format("WrongDate", text));
        return null;
    }

    private static SampleVariant[] ParseVariants(ArgumentResult argument)
    {
        List<SampleVariant> variants = [];
        foreach (string name in argument.Tokens.SelectMany(t => t.Value.Split(',', Clean)))
        {
            if (SampleVariantNames.Find(name) is { } variant)
                variants.Add(variant);
            else
                argument.AddError(SampleMessages.Format("WrongVariant", name, string.Join(", ", SampleVariantNames.All)));
        }

        return [.. variants];
    }
}
