using System.Text.Json;
using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>Keeps the monthly reviews, as they were saved: a later one of the same month does not change an earlier one.</summary>
internal sealed class Reviews(HubDatabase hub)
{
    private const int MaxNote = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What is looked at; titles and what to look for are texts of the page.</summary>
    public static IReadOnlyList<string> Points { get; } = ["ajustes", "layouts", "versiones", "respaldos", "accesos", "avisos", "espacio", "mantenimiento"];

    public async Task<IReadOnlyList<Review>> ListAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<(long Id, DateOnly Month, string By, DateTime At, string Items, string Facts)>(new CommandDefinition(
            "SELECT review_id, month, reviewed_by, reviewed_at, items::text, facts::text FROM review ORDER BY review_id DESC LIMIT @limit", new { limit }, cancellationToken: ct));
        return
        [
            .. rows.Select(r => new Review(
                r.Id, r.Month, r.By, r.At, JsonSerializer.Deserialize<List<ReviewItem>>(r.Items, Json)!, JsonSerializer.Deserialize<ReviewFacts>(r.Facts, Json)!)),
        ];
    }

    public async Task<OperationResult> SaveAsync(DateOnly day, IReadOnlyList<ReviewItem> items, ReviewFacts facts, string user, CancellationToken ct)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        List<ReviewItem> known = [.. items.Where(i => Points.Contains(i.Item)).Select(i => i with { Note = i.Note?[..Math.Min(i.Note.Length, MaxNote)] })];
        await using (var connection = await hub.OpenAsync(ct))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO review (month, reviewed_by, items, facts) VALUES (@month, @user, @Items::jsonb, @Facts::jsonb)",
                new { month, user, Items = JsonSerializer.Serialize(known, Json), Facts = JsonSerializer.Serialize(facts, Json) },
                cancellationToken: ct));
        }

        var open = Points.Count - known.Count(i => i.IsDone);
        OperationResult result = new(true, open == 0 ? T("Maintenance.ReviewSaved", month) : T("Maintenance.ReviewSavedOpen", month, open));
        await OperationAudit.WriteAsync(hub, "revision_mensual", user, result, new { month }, new { Items = known }, ct);
        return result;
    }
}
