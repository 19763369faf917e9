using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using IngestaMaestras.Portal.Api.Document;

namespace IngestaMaestras.Portal.Api;

/// <summary><c>/api/v1</c>: what the pages do, for programs. Services, middleware and routes.</summary>
internal static class ApiSetup
{
    public const string Path = "/api/v1";

    public const string DocumentPath = Path + "/openapi.json";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            // What is not understood is refused, not guessed at or left out.
            json.NumberHandling = JsonNumberHandling.Strict;
            json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.AllowDuplicateProperties = false;
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<IdempotencyStore>();
        return services.AddApiDocument();
    }

    /// <summary>Before anything that may refuse a request: whatever it is refused for, it is told as a problem.</summary>
    public static void UseApiProblems(this WebApplication app) => app.UseMiddleware<ApiProblems>();

    /// <summary>After access was granted.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseMiddleware<ApiCaller>();
        app.UseMiddleware<Idempotency>();
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Path).CanFail().AddEndpointFilterFactory(UnknownParameters.Refuse);
        RunsApi.Map(api);
        ErrorsApi.Map(api);
        FilesApi.Map(api);
        DatesApi.Map(api);
        OperationsApi.Map(api);
        DeliveriesApi.Map(api);
        HealthApi.Map(api);
        app.MapOpenApi(DocumentPath);
    }
}
