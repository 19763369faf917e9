using System.Net;
using Hangfire.Annotations;
using Hangfire.Dashboard;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Portal.Access;

/// <summary>Hangfire's dashboard follows the portal's roles, and what is pressed there is audited like any other action.</summary>
internal sealed class DashboardAccess : IDashboardAuthorizationFilter
{
    public const string Path = "/hangfire";

    private const string Action = "hangfire";

    /// <summary>Asked for every few seconds by an open page; changes nothing.</summary>
    private const string Poll = "/stats";

    public bool Authorize([NotNull] DashboardContext context) => context.GetHttpContext().User.May(Permission.See);

    public static bool IsReadOnly(DashboardContext context) => !context.GetHttpContext().User.May(Permission.Act);

    /// <summary>Writes down every press, with its outcome, after it was answered.</summary>
    public static async Task AuditAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase, out var command)
            || command == Poll)
        {
            await next(context);
            return;
        }

        var jobs = request.HasFormContentType ? (await request.ReadFormAsync(context.RequestAborted))["jobs[]"].ToArray() : [];
        await next(context);
        var status = context.Response.StatusCode;
        var hub = context.RequestServices.GetRequiredService<HubDatabase>();
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                Action, context.User.Identity?.Name ?? "", status < 400 ? "succeeded" : "error", new { Command = command.Value, Jobs = jobs }, new { Status = status },
                status < 400 ? null : ((HttpStatusCode)status).ToString()),
            CancellationToken.None);
    }
}
