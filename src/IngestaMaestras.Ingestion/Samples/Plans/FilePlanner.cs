using System.Globalization;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Decides which files a sample has.</summary>
internal sealed class FilePlanner
{
    private const ulong FirstChanges = 1;
    private const ulong ChangesOfSecondFile = 2;
    private const ulong ChangesOfOlderFile = 3;
    private const string PreferredForExtras = "XCADENA";

    private readonly SampleCatalog _catalog;
    private readonly SampleOptions _options;
    private readonly List<MasterModel> _models;

    public FilePlanner(SampleCatalog catalog)
    {
        _catalog = catalog;
        _options = catalog.Options;
        _models = [.. Wanted().Select(catalog.ModelOf)];
    }

    /// <exception cref="SampleException">The options ask for something impossible.</exception>
    public IReadOnlyList<FileSpec> Plan()
    {
        Dictionary<MasterModel, SampleVariant> altered = AssignVariants();
        List<FileSpec> files = [];
        foreach (MasterModel model in _models)
        {
            ChangePlan? changes = _options.Changes > 0
                ? ChangePlan.Make(model, _options.Changes, FirstChanges, [])
                : null;
            SampleVariant? variant = altered.TryGetValue(model, out SampleVariant v) ? v : null;
            files.Add(new FileSpec(
                NameOf(model, ""), model, _options.Date, variant, changes is null ? [] : [changes], changes));
        }

        AddExtras(files, altered);
        return files;
    }

    private IEnumerable<Layout> Wanted()
    {
        if (_options.Maestras.Count == 0)
            return _catalog.Layouts.All;
        return _options.Maestras
            .Select(m => _catalog.Layouts.Find(m)
                ?? throw new SampleException(SampleMessages.Format(
                    "UnknownMaestra", m, string.Join(", ", _catalog.Layouts.All.Select(l => l.Maestra)))))
            .DistinctBy(l => l.Maestra)
            .OrderBy(l => l.Maestra, StringComparer.Ordinal);
    }

    private static bool IsAltering(SampleVariant variant) =>
        variant is not (SampleVariant.Unknown or SampleVariant.Extension or SampleVariant.Older);

    /// <summary>Each variant gets a master of its own; masters that others refer to come last.</summary>
    private Dictionary<MasterModel, SampleVariant> AssignVariants()
    {
        Dictionary<MasterModel, SampleVariant> altered = [];
        foreach (SampleVariant variant in _options.Variants.Distinct().Where(IsAltering).Order())
        {
            MasterModel model = _models
                .Where(m => !altered.ContainsKey(m) && CanHave(m, variant))
                .OrderBy(m => m.ReferencedRows > 0)
                .FirstOrDefault()
                ?? throw new SampleException(SampleMessages.Format(
                    "NoMaestraForVariant", SampleVariantNames.Of(variant)));
            altered.Add(model, variant);
        }

        return altered;
    }

    private static bool CanHave(MasterModel model, SampleVariant variant) => variant switch
    {
        SampleVariant.Truncated => ExtraLines.CanBeTruncated(model),
        SampleVariant.Header => ExtraLines.IsHeaderRejected(model),
        _ => true,
    };

    private void AddExtras(List<FileSpec> files, Dictionary<MasterModel, SampleVariant> altered)
    {
        FileSpec? first = files.Find(f => f.Model!.Layout.Maestra == PreferredForExtras && !altered.ContainsKey(f.Model))
            ?? files.Find(f => !altered.ContainsKey(f.Model!));
        if (_options.SecondFile)
            files.Add(Differing(first, "_2", _options.Date, ChangesOfSecondFile, null));
        if (_options.Variants.Contains(SampleVariant.Older))
            files.Add(Differing(first, "", _options.Date.AddDays(-1), ChangesOfOlderFile, SampleVariant.Older));
        if (_options.Variants.Contains(SampleVariant.Extension) && files.Count > 0)
        {
            string name = Path.ChangeExtension(files[0].Name, ".csv");
            files.Add(new FileSpec(name, files[0].Model, _options.Date, SampleVariant.Extension, files[0].Changes));
        }

        if (_options.Variants.Contains(SampleVariant.Unknown))
            files.Add(new FileSpec(UnknownName(), null, _options.Date, SampleVariant.Unknown, []));
    }

    private FileSpec Differing(FileSpec? first, string suffix, DateOnly date, ulong salt, SampleVariant? variant)
    {
        if (first?.Model is not { } model)
            throw new SampleException(SampleMessages.Get("NoMaestraForSecondFile"));

        ChangePlan changes = ChangePlan.Make(model, ChangePlan.RowsOfSecondFile(model.Rows), salt, first.Changes);
        string name = date == _options.Date ? NameOf(model, suffix) : NameOf(model.Layout.Maestra, date, suffix);
        return new FileSpec(name, model, date, variant, [.. first.Changes, changes], changes, first.Name);
    }

    private string NameOf(MasterModel model, string suffix) => _options.Undated
        ? $"{model.Layout.Maestra}{suffix}.txt"
        : NameOf(model.Layout.Maestra, _options.Date, suffix);

    private static string NameOf(string maestra, DateOnly date, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{maestra}_{date:yyyyMMdd}{suffix}.txt");

    /// <summary>A name that belongs to no master: none of their names may be its beginning.</summary>
    private string UnknownName()
    {
        string maestra = "XDESCONOCIDA";
        while (_catalog.Layouts.All.Any(l => maestra.StartsWith(l.Maestra, StringComparison.OrdinalIgnoreCase)))
            maestra = "Z" + maestra;
        return _options.Undated ? $"{maestra}.txt" : NameOf(maestra, _options.Date, "");
    }
}
