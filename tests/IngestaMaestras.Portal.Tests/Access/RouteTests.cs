using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IngestaMaestras.Portal.Tests.Access;

/// <summary>The route table, walked as each role and as nobody. A route that has no rule here fails.</summary>
public sealed partial class RouteTests(PostgresFixture postgres, Chromium chromium)
{
    /// <summary>Who may look at a route; null: anybody.</summary>
    private static readonly Dictionary<string, Permission?> Rules = new(StringComparer.Ordinal)
    {
        [""] = Permission.See,
        ["Index"] = Permission.See,
        ["archivos"] = Permission.See,
        ["auditoria"] = Permission.See,
        ["buscar"] = Permission.See,
        ["archivos/{id:long}"] = Permission.See,
        ["archivos/{id:long}/descarga"] = Permission.See,
        ["archivos/{id:long}/corregir"] = Permission.Act,
        ["archivos/subir"] = Permission.Act,
        ["archivos/subir/{carga}"] = Permission.Act,
        ["cuenta"] = Permission.See,
        ["ejecuciones"] = Permission.See,
        ["ejecuciones/{id:long}"] = Permission.See,
        ["ejecuciones/{id:long}/registro"] = Permission.See,
        ["entregas"] = Permission.See,
        ["entregas/topicos"] = Permission.See,
        ["buscar/rastro"] = Permission.See,
        ["errores"] = Permission.See,
        ["errores/grupos"] = Permission.See,
        ["errores/informe"] = Permission.See,
        ["ejecuciones/nueva"] = Permission.Act,
        ["simulaciones/{id:long}"] = Permission.See,
        ["operaciones"] = Permission.See,
        ["operaciones/nueva"] = Permission.Act,
        ["operaciones/{id:long}"] = Permission.See,
        ["errores/{id:long}"] = Permission.See,
        ["fechas"] = Permission.See,
        ["ayuda"] = Permission.See,
        ["mantenimiento"] = Permission.See,
        ["mantenimiento/informes"] = Permission.See,
        ["mantenimiento/informes/{semana}"] = Permission.See,
        ["mantenimiento/permisos"] = Permission.Administer,
        ["mantenimiento/reconstruccion"] = Permission.See,
        ["mantenimiento/revision"] = Permission.Act,
        ["mantenimiento/simulacros"] = Permission.See,
        ["maestras"] = Permission.See,
        ["maestras/{maestra}"] = Permission.See,
        ["maestras/{maestra}/probar"] = Permission.Act,
        ["maestras/{maestra}/layouts/{hash}"] = Permission.See,
        ["filtros"] = Permission.See,
        ["salir"] = Permission.See,
        ["salud"] = Permission.See,
        ["usuarios"] = Permission.Administer,
        ["/hangfire/{**path}"] = Permission.See,
        ["entrar"] = null,
        ["error"] = null,
        ["/health/live"] = null,
        ["/health/ready"] = null,
        // Refuses by itself whoever brings neither a session nor the token.
        ["/api/health"] = null,
        ["/health"] = null,
    };

    /// <summary>Who may call a route of the API, with a key.</summary>
    private static readonly Dictionary<string, Permission> ApiRules = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/openapi.json"] = Permission.See,
        ["GET /api/v1/runs"] = Permission.See,
        ["GET /api/v1/runs/{id:long}"] = Permission.See,
        ["POST /api/v1/runs"] = Permission.Act,
        ["POST /api/v1/runs/{id:long}/retry"] = Permission.Act,
        ["POST /api/v1/runs/{id:long}/cancel"] = Permission.Act,
        ["GET /api/v1/errors"] = Permission.See,
        ["GET /api/v1/files"] = Permission.See,
        ["GET /api/v1/files/{id:long}"] = Permission.See,
        ["POST /api/v1/files/reprocess"] = Permission.Act,
        ["GET /api/v1/dates"] = Permission.See,
        ["POST /api/v1/dates/rerun"] = Permission.Act,
        ["GET /api/v1/operations/{id:long}"] = Permission.See,
        ["POST /api/v1/operations/{id:long}/cancel"] = Permission.Act,
        ["GET /api/v1/deliveries"] = Permission.See,
        ["POST /api/v1/deliveries"] = Permission.Act,
        ["POST /api/v1/deliveries/replay"] = Permission.Administer,
        ["GET /api/v1/health"] = Permission.See,
    };

    [Fact]
    public async Task Every_route_answers_each_role_and_nobody_as_its_rule_says()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "routes");
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await using var app = await portal.Installation.BuildAsync();
        var routes = RoutesOf(app).Where(r => !IsOfApi(r)).ToList();

        Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), routes.Select(r => r.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal));
        using Browserless nobody = new(portal.Url);
        foreach (var (route, rule) in routes.Select(r => (Route: r.RoutePattern.RawText!, Rule: Rules[r.RoutePattern.RawText!])).DistinctBy(r => r.Route))
        {
            var path = PathOf(route);
            using var unknown = await nobody.GetAsync(path);
            Assert.True((rule is null) == !IsTurnedAway(unknown) || route is "/api/health" or "/health", $"nobody, {path}: {unknown.StatusCode} {unknown.Headers.Location}");
            foreach (var role in Roles.All)
            {
                using Browserless visitor = new(portal.Url);
                visitor.Become(await portal.SignInAsync(role));
                using var answer = await visitor.GetAsync(path);
                var mayPass = rule is null || Roles.PermissionOf(role) >= rule;
                Assert.True(
                    mayPass ? !IsTurnedAway(answer) : answer.StatusCode == HttpStatusCode.Forbidden,
                    $"{role}, {path}: {answer.StatusCode} {answer.Headers.Location}");
            }
        }

        using var health = await nobody.GetAsync("/api/health");
        Assert.Equal(HttpStatusCode.Unauthorized, health.StatusCode);
        using var nowhere = await nobody.GetAsync("/no-existe");
        Assert.True(IsTurnedAway(nowhere));
        await PostsAreRefusedAsync(portal, app);
        await TheDashboardFollowsTheRolesAsync(portal);
    }

    [Fact]
    public async Task Every_route_of_the_api_answers_each_role_and_nobody_as_its_rule_says()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apiroutes");
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await using var app = await portal.Installation.BuildAsync();
        var routes = RoutesOf(app).Where(IsOfApi).ToDictionary(
            r => $"{Assert.Single(r.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)} {r.RoutePattern.RawText}", r => r);

        Assert.Equal(ApiRules.Keys.Order(StringComparer.Ordinal), routes.Keys.Order(StringComparer.Ordinal));
        using ApiClient nobody = new(portal.Url, null);
        using Browserless withSession = new(portal.Url);
        withSession.Become(await portal.SignInAsync(Roles.Administrator));
        var refused = 0;
        foreach (var (route, rule) in ApiRules)
        {
            var (method, path) = (new HttpMethod(route.Split(' ')[0]), PathOf(route.Split(' ')[1]));
            (await nobody.SendAsync(method, path, null)).AssertProblem(HttpStatusCode.Unauthorized);
            // A session is for pages: with it, another site could make a browser act.
            using var session = method == HttpMethod.Get ? await withSession.GetAsync(path) : await withSession.PostAsync(path, "/");
            Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
            foreach (var role in Roles.All)
            {
                using var program = await portal.ProgramAsync(role);
                using StringContent? body = method == HttpMethod.Get ? null : new("{}", Encoding.UTF8, "application/json");
                var answer = await program.SendAsync(method, path, body);
                if (Roles.PermissionOf(role) >= rule)
                {
                    Assert.True(
                        answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Conflict,
                        $"{role}, {route}: {answer.Status} {answer.Body}");
                }
                else
                {
                    answer.AssertProblem(HttpStatusCode.Forbidden);
                    refused++;
                }
            }
        }

        // Each rule closes a route to the roles below it.
        Assert.Equal(ApiRules.Values.Sum(rule => (int)rule), refused);
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE user_name = 'consulta' AND procedure_name <> 'entrar'"));
    }

    /// <summary>Every action of a page, sent by whoever may not do it, with a valid token.</summary>
    private static async Task PostsAreRefusedAsync(PortalUnderTest portal, WebApplication app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var refused = 0;
        using Browserless nobody = new(portal.Url);
        foreach (var page in app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>())
        {
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            if (compiled.ModelTypeInfo!.IsDefined(typeof(AllowAnonymousAttribute), inherit: true))
            {
                continue;
            }

            foreach (var handler in compiled.HandlerMethods.Where(h => HttpMethods.IsPost(h.HttpMethod)))
            {
                var permission = AccessFilter.PermissionOf(compiled.ModelTypeInfo.AsType(), handler.MethodInfo);
                var path = PathOf(page.AttributeRouteInfo!.Template!) + (handler.Name is null ? "" : $"?handler={handler.Name}");
                using var unknown = await nobody.PostAsync(path, "/entrar");
                Assert.True(IsTurnedAway(unknown), $"nobody, POST {path}: {unknown.StatusCode}");
                foreach (var role in Roles.All.Where(r => Roles.PermissionOf(r) < permission))
                {
                    using Browserless visitor = new(portal.Url);
                    visitor.Become(await portal.SignInAsync(role));
                    using var answer = await visitor.PostAsync(path, "/");
                    Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role}, POST {path}: {answer.StatusCode}");
                    refused++;
                }
            }
        }

        Assert.True(refused > 10, $"Only {refused} actions were tried.");
    }

    private static async Task TheDashboardFollowsTheRolesAsync(PortalUnderTest portal)
    {
        const string Trigger = "/hangfire/recurring/trigger";
        using Browserless reader = new(portal.Url);
        reader.Become(await portal.SignInAsync(Roles.Reader));
        using var refused = await reader.PostAsync(Trigger, "/", ("jobs[]", "entregar-pendientes"));
        Assert.True((int)refused.StatusCode >= 400, $"consulta may trigger: {refused.StatusCode}");
        using Browserless acting = new(portal.Url);
        acting.Become(await portal.SignInAsync(Roles.Operator));
        using var done = await acting.PostAsync(Trigger, "/", ("jobs[]", "entregar-pendientes"));
        Assert.True(done.IsSuccessStatusCode, $"operador may not trigger: {done.StatusCode}");

        Assert.Equal(
            "consulta error, operador succeeded",
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT string_agg(user_name || ' ' || result_status, ', ' ORDER BY id) FROM audit_log
                 WHERE procedure_name = 'hangfire' AND parameters ->> 'command' = '/recurring/trigger' AND parameters -> 'jobs' = '["entregar-pendientes"]'
                """));
    }

    private static List<RouteEndpoint> RoutesOf(WebApplication app) =>
        [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()];

    private static bool IsOfApi(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal);

    /// <summary>To the sign-in page, or told that there is no session.</summary>
    private static bool IsTurnedAway(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().StartsWith("/entrar", StringComparison.Ordinal));

    /// <summary>An address of the route: run 1, file 1, master XCADENA.</summary>
    private static string PathOf(string route) => "/" + ParameterPattern().Replace(
        route.TrimStart('/'), m => m.Groups[1].Value.Contains(":long", StringComparison.Ordinal) ? "1" : m.Groups[1].Value.StartsWith("**", StringComparison.Ordinal) ? "" : "XCADENA");

    [GeneratedRegex(@"\{([^}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterPattern();
}
