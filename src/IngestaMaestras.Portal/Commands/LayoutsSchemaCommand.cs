using System.CommandLine;
using System.Globalization;
using System.Resources;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Layouts;

namespace IngestaMaestras.Portal.Commands;

/// <summary>
/// <c>ingesta layouts schema MAESTRA</c> and <c>ingesta layouts schema --out DIR</c>: the JSON Schema of the events of
/// one master, or of all; needs neither database nor settings.
/// </summary>
internal static class LayoutsSchemaCommand
{
    private static readonly ResourceManager Texts = new(typeof(LayoutsCommand));

    public static Command Create()
    {
        Argument<string?> maestra = new("MAESTRA") { Arity = ArgumentArity.ZeroOrOne, Description = Text("SchemaMaestra") };
        Option<string?> folder = new("--layouts") { Description = Text("Folder"), HelpName = "DIR" };
        Option<string?> target = new("--out") { Description = Text("SchemaOut"), HelpName = "DIR" };
        Command schema = new("schema", Text("Schema")) { maestra, folder, target };
        schema.SetAction((result, ct) => ExecuteAsync(
            result.GetValue(maestra),
            result.GetValue(folder) ?? LayoutsPath.Resolve(LayoutsCommand.ConfiguredPath()),
            result.GetValue(target),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            ct));
        return schema;
    }

    private static async Task<int> ExecuteAsync(
        string? maestra, string folder, string? target, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (maestra is null && target is null)
        {
            await error.WriteLineAsync(Text("SchemaOfWhat"));
            return Cli.CouldNotStart;
        }

        LayoutLoadResult loaded;
        try
        {
            loaded = LayoutFolder.Read(folder).Load();
        }
        catch (LayoutFolderException e)
        {
            await error.WriteLineAsync(e.Message);
            return Cli.CouldNotStart;
        }

        if (!loaded.IsValid)
        {
            foreach (var problem in loaded.Problems.Where(p => !p.IsWarning))
            {
                await error.WriteLineAsync(problem.ToString());
            }

            return Cli.CouldNotStart;
        }

        if (maestra is not null && loaded.Layouts.Find(maestra) is null)
        {
            await error.WriteLineAsync(Text("SchemaUnknown", maestra, folder));
            return Cli.CouldNotStart;
        }

        var chosen = loaded.Layouts.All.Where(l => maestra is null || l.Maestra.Equals(maestra, StringComparison.OrdinalIgnoreCase));
        foreach (var layout in chosen)
        {
            await WriteAsync(layout, target, output, ct);
        }

        return 0;
    }

    private static async Task WriteAsync(Layout layout, string? target, TextWriter output, CancellationToken ct)
    {
        if (target is null)
        {
            await output.WriteLineAsync(EventSchema.Of(layout));
            return;
        }

        Directory.CreateDirectory(target);
        var path = Path.Combine(target, $"{layout.Maestra}.schema.json");
        await File.WriteAllTextAsync(path, EventSchema.Of(layout) + "\n", ct);
        await output.WriteLineAsync(path);
    }

    private static string Text(string name, params object[] args) => string.Format(
        CultureInfo.InvariantCulture,
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name),
        args);
}
