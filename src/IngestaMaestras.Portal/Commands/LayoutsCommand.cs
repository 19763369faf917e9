using System.CommandLine;
using System.Globalization;
using System.Resources;
using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta layouts check [DIR] [--json]</c>, which needs neither database nor settings, <c>schema</c> and <c>rekey</c>.</summary>
internal static class LayoutsCommand
{
    private static readonly ResourceManager Texts = new(typeof(LayoutsCommand));

    public static Command Create()
    {
        Command layouts = new("layouts", Text("Layouts"));
        layouts.Subcommands.Add(CreateCheck());
        layouts.Subcommands.Add(LayoutsSchemaCommand.Create());
        layouts.Subcommands.Add(LayoutsRekeyCommand.Create());
        return layouts;
    }

    /// <summary>Setting <c>Ingesta:LayoutsPath</c>; null when there is none.</summary>
    public static string? ConfiguredPath() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build()["Ingesta:LayoutsPath"];

    private static Command CreateCheck()
    {
        Argument<string?> folder = new("DIR")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = Text("Folder"),
        };
        Option<bool> json = new("--json") { Description = Text("Json") };
        Command check = new("check", Text("Check")) { folder, json };
        check.SetAction(result => LayoutCheck.Run(
            result.GetValue(folder) ?? LayoutsPath.Resolve(ConfiguredPath()),
            result.GetValue(json),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return check;
    }

    private static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name);
}
