using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>Rejects what only the whole set can tell: repeated keys and missing parents. Part of the merge's transaction.</summary>
/// <param name="isWholeTruth">Keys that the file does not have are to be deleted.</param>
internal sealed class SetChecks(
    NpgsqlConnection connection, MergeRequest request, MergeSql sql, MergeJournal journal, bool isWholeTruth, CancellationToken ct)
{
    /// <returns>The counts of the file so far.</returns>
    public async Task<MergeCounts> RejectAsync()
    {
        await ExecuteAsync(sql.CreateDuplicates(request.IsRejectsFile));
        var duplicates = await CountAsync("SELECT count(*) FROM duplicate");
        if (duplicates > 0)
        {
            await ExecuteAsync(sql.DeleteDuplicates);
        }

        await ExecuteAsync(MergeSql.CreateRejectedReferences);
        var rejected = await RejectReferencesAsync();
        var missing = await CountAsync("SELECT count(*) FROM rejected_reference");
        await journal.CountSetFindingsAsync(duplicates, missing);
        return new MergeCounts
        {
            Read = request.Staged.Read,
            Accepted = request.Staged.Accepted - duplicates - rejected,
            Rejected = request.Staged.Rejected + duplicates + rejected,
            Warnings = await journal.CountWarningsAsync(),
        };
    }

    /// <summary>
    /// Rejects records without a parent. Where a table refers to itself, a record taken out may be the parent of others,
    /// which are then looked at again.
    /// </summary>
    private async Task<int> RejectReferencesAsync()
    {
        var rules = request.Layout.References.Select((rule, index) => (rule, index)).ToList();
        var rejected = 0;
        while (rules.Count > 0)
        {
            foreach (var (rule, index) in rules)
            {
                await ExecuteAsync(
                    sql.FindMissingParents(rule, index, absentRowsGo: isWholeTruth && request.Staged.UnreadableKeys == 0),
                    new { Field = rule.Column, journal.ErrorRules });
            }

            var removed = await ExecuteAsync(sql.DeleteRejectedReferences, new { journal.ErrorRules });
            rejected += removed;
            rules.RemoveAll(r => removed == 0 || r.rule.ParentTable != request.Layout.Table);
        }

        return rejected;
    }

    private Task<int> ExecuteAsync(string statement, object? parameters = null) => connection.ExecuteAsync(Command(statement, parameters));

    private Task<long> CountAsync(string query) => connection.ExecuteScalarAsync<long>(Command(query));

    private CommandDefinition Command(string text, object? parameters = null) => new(text, parameters, commandTimeout: 0, cancellationToken: ct);
}
