using System.Text.Json.Nodes;

namespace IngestaMaestras.Portal.Api.Document;

/// <summary>What requests and the shorter answers look like. A test reads each as its type.</summary>
internal static class ApiExamples
{
    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(RunRequest)] = """{"date":"2026-11-24","masters":["XCADENA","XMONEDA"],"reason":"archivo corregido por el ERP"}""",
        [typeof(ReasonRequest)] = """{"reason":"el ERP va a enviar otro archivo"}""",
        [typeof(ReprocessRequest)] = """{"fileIds":[17,18],"reason":"corregidos"}""",
        [typeof(RerunRequest)] = """{"from":"2026-11-20","to":"2026-11-24","which":"failed","confirm":false}""",
        [typeof(DeliverRequest)] = """{"target":"kafka","master":"XCADENA"}""",
        [typeof(ReplayDeliveriesRequest)] = """{"target":"kafka","master":"XCADENA","since":"2026-11-20","confirm":false}""",
        [typeof(ActionResponse)] = """{"done":true,"message":"Ejecución 42 creada para la fecha 2026-11-24.","runId":42}""",
        [typeof(ReprocessResponse)] = """{"results":[{"done":true,"message":"2 archivos de 2026-11-24 se reprocesan en la ejecución 43.","runId":43}]}""",
        [typeof(ReplayResponse)] = """{"done":false,"rows":120,"masters":[{"master":"XCADENA","fromVersion":3500,"rows":120}]}""",
        [typeof(Counts)] = """{"read":1500,"accepted":1498,"rejected":2,"inserted":10,"updated":3,"deleted":0,"unchanged":1485}""",
        [typeof(RunSummary)] =
            """
            {"id":42,"date":"2026-11-24","status":"failed","trigger":"api","requestedBy":"turno","reason":null,"parentRunId":null,
             "createdAt":"2026-11-24T07:00:00Z","startedAt":"2026-11-24T07:00:01Z","endedAt":"2026-11-24T07:03:10Z","isCancelling":false,
             "errorMessage":null,"fileCount":13,"failedFileCount":1,"openFileCount":0,
             "counts":{"read":1500,"accepted":1498,"rejected":2,"inserted":10,"updated":3,"deleted":0,"unchanged":1485}}
            """,
        [typeof(ErrorView)] =
            """
            {"id":900,"date":"2026-11-24","timestamp":"2026-11-24T07:01:00Z","type":"PATRON_INVALIDO","severity":"error","master":"XCADENA",
             "fileName":"XCADENA_20261124.txt","lineNumber":7,"field":"CODCADE","rule":"patron ^[A-Z]$","value":"1","rawLine":"1SUPER INTER",
             "message":"CODCADE vale «1» y se esperaba ^[A-Z]$.","runId":42,"fileId":17,"resolvedAt":null,"resolvedBy":null}
            """,
        [typeof(HealthEntryView)] = """{"name":"postgresql","status":"up","address":"db:5432/hub","latencyMs":3,"detail":"PostgreSQL 15.8"}""",
    };

    public static IReadOnlyCollection<Type> Types => Texts.Keys;

    /// <summary>What the API is sent, as opposed to what it answers.</summary>
    public static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    public static JsonNode? Find(Type type) => Texts.TryGetValue(type, out var text) ? JsonNode.Parse(text) : null;
}
