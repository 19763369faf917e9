using System.Runtime.CompilerServices;
using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>What lies in the folders, with the rows that tell about it, and without.</summary>
public sealed class FileQueries(HubDatabase hub, FolderReader reader, ArrivalWatcher arrivals, Func<LayoutSet> layouts)
{
    /// <summary>Files without a row that one page shows; an operator who has more of them has another problem.</summary>
    public const int MaxWithoutRow = 200;

    /// <summary>Entries of folders that one page looks at to find them.</summary>
    private const int MaxLookedAt = 2_000;

    internal const string Select =
        """
        SELECT f.file_id, f.maestra, f.file_name, f.fecha_proceso, f.path, f.origin_file_id, f.first_seen_at, last.run_id,
               last.status, last.error_type, last.error_message, last.ended_at, last.read_count, last.rejected_count, f.sha256, f.size_bytes,
               coalesce(last.status IN ('pending', 'running', 'held'), false) AS is_active
        """;

    internal const string FromFile =
        """
          FROM file f
          LEFT JOIN LATERAL (
                SELECT rf.run_id, rf.status, rf.error_type, rf.error_message, rf.ended_at, rf.read_count, rf.rejected_count FROM run_file rf
                 WHERE rf.file_id = f.file_id ORDER BY rf.run_id DESC LIMIT 1) last ON true
        """;

    /// <summary>Everything in input: waiting, sent back, still being written.</summary>
    public async Task<IReadOnlyList<FileItem>> ListInputAsync(CancellationToken ct)
    {
        var seen = arrivals.Look().ToDictionary(f => DataFolders.InputPath(f.Name), StringComparer.Ordinal);
        await using var connection = await hub.OpenAsync(ct);
        var files = (await connection.QueryAsync<FileItem>(new CommandDefinition(
            $"{Select}, {PauseSql.IsPaused("f")} AS is_paused {FromFile} WHERE f.location = 'input' ORDER BY f.fecha_proceso, f.maestra, f.chain_order",
            cancellationToken: ct))).ToList();
        var known = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        files.AddRange(seen.Where(s => !known.Contains(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new FileItem
        {
            FileName = s.Value.Name,
            Path = s.Key,
            Maestra = MaestraOf(s.Value.Name),
            FechaProceso = FileNameMatcher.Match(s.Value.Name, layouts()).BusinessDate,
        }));
        reader.Stat(files);
        foreach (var file in files)
        {
            file.IsArriving = seen.TryGetValue(file.Path, out var arriving) && !arriving.HasArrived;
        }

        return files;
    }

    /// <summary>
    /// Files in <c>work/</c>, <c>processed/</c>, <c>error/</c> or archives, latest date first. Those without a row come with the
    /// page whose dates they belong to.
    /// </summary>
    public async Task<FilePage> ListAsync(
        FileLocation location, FileFilter filter, FileCursor? after, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        DynamicParameters parameters = new(filter.Parameters(location));
        parameters.AddDynamicParams(new { after?.Date, after?.FileId, Limit = size + 1 });
        var rows = (await connection.QueryAsync<FileItem>(new CommandDefinition(
            $"""
            {Select} {FromFile}
             WHERE {filter.Conditions()}
               {(after is null ? "" : $"AND (f.fecha_proceso, f.file_id) {(filter.IsOldestFirst ? ">" : "<")} (@Date, @FileId)")}
             ORDER BY {filter.OrderBy()} LIMIT @Limit
            """,
            parameters,
            cancellationToken: ct))).ToList();
        var page = Page.Of(rows, size, f => new FileCursor(f.FechaProceso!.Value, f.FileId).ToString());
        reader.Stat(page.Items);
        if (!filter.TakesStrangers || location == FileLocation.Archived)
        {
            return new FilePage(page.Items, [], false, page.Next);
        }

        // Strangers come with the page whose dates they belong to; its ends are open where the list has none.
        DateOnly?[] ends = [after?.Date, page.Next is null ? null : page.Items[^1].FechaProceso];
        var (latest, earliest) = filter.IsOldestFirst ? (ends[1], ends[0]) : (ends[0], ends[1]);
        var found = reader.List(
            location, Later(earliest, filter.From) ?? DateOnly.MinValue, Earlier(latest, filter.To) ?? DateOnly.MaxValue, MaxLookedAt);
        var strangers = (await WithoutRowAsync(connection, found, ct)).Where(filter.Matches).ToList();
        return new FilePage(
            page.Items, [.. strangers.Take(MaxWithoutRow)], strangers.Count > MaxWithoutRow || found.Count == MaxLookedAt, page.Next);
    }

    /// <summary>Every file of the folder that has a row and that the filter lets through, one at a time as they are read.</summary>
    public async IAsyncEnumerable<FileItem> StreamAsync(
        FileLocation location, FileFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await foreach (var file in connection
            .QueryUnbufferedAsync<FileItem>(
                $"{Select} {FromFile} WHERE {filter.Conditions()} ORDER BY {filter.OrderBy()}", filter.Parameters(location), commandTimeout: 0)
            .WithCancellation(ct))
        {
            yield return file;
        }
    }

    /// <summary>How many files of a folder have a row and pass the filter, up to a limit.</summary>
    public async Task<CappedCount> CountAsync(FileLocation location, FileFilter filter, int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        DynamicParameters parameters = new(filter.Parameters(location));
        parameters.Add("Limit", limit + 1);
        return CappedCount.Of(
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"SELECT count(*) FROM (SELECT 1 {FromFile} WHERE {filter.Conditions()} LIMIT @Limit) counted", parameters, cancellationToken: ct)),
            limit);
    }

    /// <summary>How many files with a row each folder has; <c>processed/</c> and archives, which only grow, are not counted.</summary>
    public async Task<IReadOnlyDictionary<FileLocation, CappedCount>> CountAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        Dictionary<FileLocation, CappedCount> counts = [];
        foreach (var location in new[] { FileLocation.Input, FileLocation.Work, FileLocation.Error })
        {
            counts[location] = CappedCount.Of(
                await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                    "SELECT count(*) FROM (SELECT 1 FROM file WHERE location = @Location LIMIT @Limit) counted",
                    new { Location = DataFolders.Code(location), Limit = limit + 1 },
                    cancellationToken: ct)),
                limit);
        }

        return counts;
    }

    private async Task<IReadOnlyList<FileItem>> WithoutRowAsync(
        NpgsqlConnection connection, IReadOnlyList<FileItem> found, CancellationToken ct)
    {
        var known = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT path FROM file WHERE path = ANY(@Paths) AND location <> 'gone'
            UNION ALL
            SELECT target_path FROM file WHERE target_path = ANY(@Paths)
            """,
            new { Paths = found.Select(f => f.Path).ToArray() },
            cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        List<FileItem> strangers = [.. found.Where(f => !known.Contains(f.Path))];
        foreach (var file in strangers)
        {
            var match = FileNameMatcher.Match(file.FileName, layouts());
            file.Maestra = MaestraOf(file.FileName);
            file.OriginFileId = match.OriginFileId;
        }

        return strangers;
    }

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null || b > a ? b : a;

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b : a;

    private string? MaestraOf(string fileName) =>
        FileNameMatcher.Match(fileName, layouts()) is { Outcome: FileNameOutcome.Matched, Layout: { } layout } ? layout.Maestra : null;
}
