using Dapper;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>
/// Looks whether the records that lines refer to are in the hub now. Only the merge decides: a table that refers to
/// itself, and a parent that is loaded in the same run, are left to it.
/// </summary>
public sealed class ParentCheck(HubDatabase hub)
{
    /// <summary>The verdicts with what they refer to in vain added, as an error or a warning.</summary>
    public async Task<IReadOnlyList<LineVerdict>> ApplyAsync(Layout layout, IReadOnlyList<LineVerdict> verdicts, CancellationToken ct)
    {
        var result = verdicts.ToList();
        foreach (var rule in layout.References.Where(r => r.ParentTable != layout.Table))
        {
            var values = verdicts.Select(v => v.References.GetValueOrDefault(rule.Column)).OfType<string>().Distinct().ToArray();
            if (values.Length == 0 || await FindMissingAsync(rule, values, ct) is not { Count: > 0 } missing)
            {
                continue;
            }

            for (var i = 0; i < result.Count; i++)
            {
                if (result[i].References.TryGetValue(rule.Column, out var value) && missing.Contains(value))
                {
                    result[i] = Add(result[i], rule, value);
                }
            }
        }

        return result;
    }

    private static LineVerdict Add(LineVerdict verdict, ReferenceRule rule, string value)
    {
        RecordError finding = new(
            ErrorType.MissingReference, rule.Column, rule.Text, value,
            CorrectionMessages.Format("MissingParent", rule.Column, value, $"{rule.ParentTable}.{rule.ParentColumn}"));
        return rule.Severity == RuleSeverity.Error
            ? verdict with { Errors = [.. verdict.Errors, finding] }
            : verdict with { Warnings = [.. verdict.Warnings, finding] };
    }

    private async Task<IReadOnlySet<string>> FindMissingAsync(ReferenceRule rule, string[] values, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var table = $"{HubDatabase.Schema}.{HubColumn.Quote(rule.ParentTable)}";
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT to_regclass(@table) IS NOT NULL", new { table }, cancellationToken: ct)))
        {
            return values.ToHashSet();
        }

        return (await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            SELECT value FROM unnest(@values) value
             WHERE NOT EXISTS (SELECT 1 FROM {table} p WHERE p.{HubColumn.Quote(rule.ParentColumn)}::text = value)
            """,
            new { values },
            cancellationToken: ct))).ToHashSet();
    }
}
