using System.Globalization;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Operations;

/// <summary>
/// A wide action as an address names it, so that its preview can be linked to and read again:
/// <c>/operaciones/nueva?accion=repetir-fechas&amp;desde=2026-11-01&amp;hasta=2026-11-24</c>.
/// </summary>
/// <param name="Kind">A code of <see cref="OperationKinds"/>.</param>
/// <param name="Parameters">As the kind keeps them.</param>
/// <param name="About">What it is about, for people: names and values.</param>
public sealed record OperationRequest(string Kind, object Parameters, IReadOnlyList<(string Name, string Value)> About)
{
    /// <summary>Where previews are.</summary>
    public const string Path = "/operaciones/nueva";

    private const int MaxTrial = 50;

    /// <exception cref="OperationRefusedException">A value makes no sense; the message says which and what was expected.</exception>
    public static OperationRequest Read(IQueryCollection query)
    {
        QueryReader values = new(query);
        var kind = values.Text("accion") ?? "";
        return kind switch
        {
            OperationKinds.ReprocessFiles or OperationKinds.SendBackFiles => Files(kind, values),
            OperationKinds.RerunDates => Dates(values),
            OperationKinds.Deliver or OperationKinds.Compare => new OperationRequest(
                kind, new TargetParameters { Target = values.Text("destino"), Maestra = values.Text("maestra")?.ToUpperInvariant() },
                values.About("destino", "maestra")),
            OperationKinds.Replay => Replay(values),
            OperationKinds.Mend => new OperationRequest(
                kind, new MendParameters { OperationId = values.Id("operacion") ?? throw QueryReader.Missing("operacion") }, values.About("operacion")),
            OperationKinds.ResolveErrors => Errors(values),
            _ => throw new OperationRefusedException(T("Operations.UnknownKind", FileText.Visible(kind))),
        };
    }

    private static OperationRequest Files(string kind, QueryReader values)
    {
        var all = values.Text("todos") is not null;
        var ids = values.Ids("ids");
        if (!all && ids.Count == 0)
        {
            throw new OperationRefusedException(T("Files.NothingSelected"));
        }

        var folder = values.Text("carpeta");
        var location = string.IsNullOrEmpty(folder)
            ? FileLocation.Error
            : Enum.GetValues<FileLocation>().Where(l => DataFolders.Code(l) == folder).Select(l => (FileLocation?)l).FirstOrDefault()
                ?? throw new OperationRefusedException(T("Files.UnknownFolder", FileText.Visible(folder)));
        return new OperationRequest(
            kind,
            new FilesParameters
            {
                FileIds = all ? null : ids,
                Location = location,
                Filter = all
                    ? new FileFilter
                    {
                        From = values.Date("desde"), To = values.Date("hasta"), Maestra = values.Text("maestra"), Status = values.Text("resultado"),
                        Text = values.Text("texto"),
                    }
                    : new FileFilter(),
                Trial = kind == OperationKinds.ReprocessFiles ? Math.Clamp(values.Number("prueba") ?? 0, 0, MaxTrial) : 0,
            },
            all ? values.About("carpeta", "desde", "hasta", "maestra", "resultado", "texto", "prueba") : values.About("prueba"));
    }

    private static OperationRequest Dates(QueryReader values)
    {
        var chosen = values.Dates("fechas");
        var from = chosen.Count > 0 ? chosen.Min() : values.Date("desde") ?? throw new OperationRefusedException(T("Dates.NothingSelected"));
        var to = chosen.Count > 0 ? chosen.Max() : values.Date("hasta") ?? from;
        var which = values.Text("cuales") switch
        {
            null or "fallidas" => DateSelection.Failed,
            "faltantes" => DateSelection.Missing,
            "todas" => DateSelection.All,
            { } odd => throw new OperationRefusedException(T("Error.BadValue", FileText.Visible(odd), "cuales")),
        };
        var masters = values.Texts("maestra");
        return new OperationRequest(
            OperationKinds.RerunDates,
            new DatesParameters
            {
                From = from,
                To = to,
                Dates = chosen.Count > 0 ? chosen : null,
                Which = which,
                Maestras = masters.Count == 0 ? null : [.. masters.Select(m => m.ToUpperInvariant())],
                RunId = values.Id("ejecucion"),
                Force = values.Text("forzar") is not null,
                Rollback = values.Text("atras") is not null,
            },
            values.About("fechas", "desde", "hasta", "cuales", "maestra", "ejecucion", "forzar", "atras"));
    }

    private static OperationRequest Replay(QueryReader values)
    {
        ReplayRequest request = new(
            values.Text("destino") ?? throw QueryReader.Missing("destino"), values.Text("maestra")?.ToUpperInvariant(), values.Id("version"),
            values.Id("ejecucion"), values.Date("fecha"), values.Text("clave"));
        var ways = new object?[] { request.FromVersion, request.RunId, request.Since, request.Key }.Count(w => w is not null);
        if (ways > 1)
        {
            throw new OperationRefusedException(T("Operations.ReplayOneWay"));
        }

        return request is { Key: not null, Maestra: null }
            ? throw new OperationRefusedException(T("Operations.ReplayKeyMaster"))
            : new OperationRequest(OperationKinds.Replay, request, values.About("destino", "maestra", "version", "ejecucion", "fecha", "clave"));
    }

    private static OperationRequest Errors(QueryReader values)
    {
        ErrorFilter filter = new()
        {
            From = values.Date("desde") ?? values.Date("fecha"),
            To = values.Date("hasta") ?? values.Date("fecha"),
            Maestra = values.Text("maestra"),
            ErrorType = values.Text("tipo"),
            Field = values.Text("campo"),
            Rule = values.Text("regla"),
            Severity = values.Text("severidad"),
            Text = values.Text("texto"),
            RunId = values.Id("ejecucion"),
            FileId = values.Id("archivo"),
        };
        return filter == new ErrorFilter()
            ? throw new OperationRefusedException(T("Operations.ErrorsNeedFilter"))
            : new OperationRequest(
                OperationKinds.ResolveErrors, filter,
                values.About("fecha", "desde", "hasta", "maestra", "tipo", "campo", "regla", "severidad", "texto", "ejecucion", "archivo"));
    }

    /// <summary>Reads an address's values; what cannot be understood is refused with its name.</summary>
    private sealed class QueryReader(IQueryCollection query)
    {
        public string? Text(string name) => Texts(name) is [.., var last] ? last : null;

        public IReadOnlyList<string> Texts(string name) =>
            [.. query[name].Where(v => !string.IsNullOrWhiteSpace(v) && !v.Contains('\0', StringComparison.Ordinal)).Select(v => v!.Trim())];

        public DateOnly? Date(string name) => Text(name) is { } text ? ParseDate(name, text) : null;

        public IReadOnlyList<DateOnly> Dates(string name) => [.. Texts(name).Select(t => ParseDate(name, t)).Distinct().Order()];

        public int? Number(string name) => Text(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Bad(name, text);

        public long? Id(string name) => Text(name) is { } text ? ParseId(name, text) : null;

        public IReadOnlyList<long> Ids(string name) => [.. Texts(name).SelectMany(t => t.Split(',')).Select(t => ParseId(name, t)).Distinct()];

        public static OperationRefusedException Missing(string name) => new(T("Operations.MissingValue", name));

        public IReadOnlyList<(string Name, string Value)> About(params string[] names) =>
            [.. names.Where(n => Text(n) is not null).Select(n => (n, string.Join(", ", Texts(n))))];

        private static DateOnly ParseDate(string name, string text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Bad(name, text);

        private static long ParseId(string name, string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Bad(name, text);

        private static OperationRefusedException Bad(string name, string text) => new(T("Error.BadValue", FileText.Visible(text), name));
    }
}
