using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Files;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Tells what would become of files if they were sent back, or run again; changes nothing.</summary>
public sealed class FileForecast(HubDatabase hub, DataFolders folders, FileQueries files, Func<LayoutSet> layouts)
{
    /// <summary>The files that the parameters name, each with what would be done about it, in the order of dates and chains.</summary>
    public async Task<IReadOnlyList<PlannedItem>> ListAsync(FilesParameters parameters, bool run, CancellationToken ct)
    {
        var ids = parameters.FileIds?.ToList() ?? [];
        if (parameters.FileIds is null)
        {
            await foreach (var file in files.StreamAsync(parameters.Location, parameters.Filter, ct))
            {
                ids.Add(file.FileId);
                if (ids.Count > OperationPlan.MaxItems)
                {
                    throw new OperationRefusedException(OperationMessages.Format("OperationTooLarge", $"> {OperationPlan.MaxItems}", OperationPlan.MaxItems));
                }
            }
        }

        return await ListAsync(ids, run, rollback: false, force: false, ct);
    }

    /// <param name="run">They would also be run; otherwise only sent back to input.</param>
    public async Task<IReadOnlyList<PlannedItem>> ListAsync(
        IReadOnlyCollection<long> fileIds, bool run, bool rollback, bool force, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT f.file_id, f.maestra, f.file_name, f.fecha_proceso, f.chain_order, f.path, f.target_path, f.location, f.sha256, f.origin_file_id,
                   active.run_id AS active_run_id, last.run_id AS last_run_id, last.status AS last_status,
                   c.file_name AS correction_name, c.path AS correction_path,
                   s.fecha_proceso AS state_date, s.chain_order AS state_chain, s.sha256 AS state_sha256, s.layout_hash AS state_layout,
                   s.state_version, s.had_rejected_references
              FROM file f
              LEFT JOIN LATERAL (SELECT a.run_id FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held')
                                  ORDER BY a.run_id DESC LIMIT 1) active ON true
              LEFT JOIN LATERAL (SELECT l.run_id, l.status FROM run_file l WHERE l.file_id = f.file_id ORDER BY l.run_id DESC LIMIT 1) last ON true
              LEFT JOIN LATERAL (SELECT x.file_name, x.path FROM file x
                                  WHERE x.root_file_id = f.root_file_id AND x.file_id > f.file_id AND x.origin_file_id IS NULL AND x.location = 'input'
                                  ORDER BY x.file_id DESC LIMIT 1) c ON true
              LEFT JOIN master_state s ON s.maestra = f.maestra
             WHERE f.file_id = ANY(@Ids)
             ORDER BY f.fecha_proceso, f.maestra NULLS LAST, f.chain_order, f.file_id
            """,
            new { Ids = fileIds.Distinct().ToArray() },
            cancellationToken: ct));
        return [.. rows.Select(r => Forecast(r, run, rollback, force))];
    }

    private PlannedItem Forecast(Row row, bool run, bool rollback, bool force)
    {
        // A correction that was dropped into input has no row until somebody looks at input, every few minutes: getting one
        // is no difference to whoever confirms.
        var correctionPath = row.CorrectionPath
            ?? (row is { Location: "error" or "processed" or "archived", OriginFileId: null } ? DataFolders.InputPath(row.FileName) : null);
        var correctionSize = correctionPath is null ? null : FileStat.TryRead(folders.Resolve(correctionPath))?.Size;
        var correction = row.CorrectionName ?? (correctionSize is null ? null : row.FileName);
        PlannedItem Item(string action, bool isSkipped = false) => new(
            PlannedItem.FileKey(row.FileId),
            $"{row.Location}|{row.Path}|{row.ActiveRunId}|{row.LastRunId}|{row.LastStatus}|{correctionPath}|{correctionSize}|{row.StateVersion}",
            row.FileName, action, isSkipped, Date: row.FechaProceso, Maestra: row.Maestra, FileId: row.FileId);

        if (row.ActiveRunId is { } active)
        {
            return Item(OperationMessages.Format("ForecastActive", active), isSkipped: true);
        }

        if (correction is not null)
        {
            return run
                ? Item(OperationMessages.Format("ForecastCorrection", correction) + Outcome(row, null, rollback, force))
                : Item(OperationMessages.Format("ForecastCorrectionThere", correction), isSkipped: true);
        }

        var isThere = folders.Exists(row.Path) || row.TargetPath is not null;
        return row.Location switch
        {
            "gone" => Item(OperationMessages.Format("ForecastGone", row.Path), isSkipped: true),
            _ when !isThere => Item(OperationMessages.Format("ForecastGone", row.Path), isSkipped: true),
            "input" => run
                ? Item(OperationMessages.Format("ForecastInInput") + Outcome(row, null, rollback, force))
                : Item(OperationMessages.Format("ForecastInInputAlready"), isSkipped: true),
            _ => Item(
                OperationMessages.Format(run ? "ForecastBackAndRun" : "ForecastBack", Path.GetDirectoryName(row.Path))
                + (run ? Outcome(row, row.Sha256, rollback, force) : "")),
        };
    }

    /// <summary>What the merge would say, as far as that can be told without reading the file.</summary>
    private string Outcome(Row row, string? sha256, bool rollback, bool force)
    {
        if (row.Maestra is null || layouts().Find(row.Maestra) is not { } layout)
        {
            return " " + OperationMessages.Format("ForecastNoMaster");
        }

        var isBelow = row.OriginFileId is null && layout.Mode == LoadMode.Full && row.StateDate is { } state
            && (state > row.FechaProceso || (state == row.FechaProceso && string.CompareOrdinal(row.StateChain, row.ChainOrder) > 0));
        if (isBelow)
        {
            return " " + OperationMessages.Format(rollback ? "ForecastRollback" : "ForecastSuperseded", row.Maestra, row.StateDate);
        }

        return sha256 is not null && sha256 == row.StateSha256 && row.StateLayout == layout.Fingerprint && !row.HadRejectedReferences && !force
            ? " " + OperationMessages.Format("ForecastUnchanged")
            : "";
    }

    private sealed class Row
    {
        public long FileId { get; set; }

        public string? Maestra { get; set; }

        public string FileName { get; set; } = "";

        public DateOnly FechaProceso { get; set; }

        public string ChainOrder { get; set; } = "";

        public string Path { get; set; } = "";

        public string? TargetPath { get; set; }

        public string Location { get; set; } = "";

        public string? Sha256 { get; set; }

        public long? OriginFileId { get; set; }

        public long? ActiveRunId { get; set; }

        public long? LastRunId { get; set; }

        public string? LastStatus { get; set; }

        public string? CorrectionName { get; set; }

        public string? CorrectionPath { get; set; }

        public DateOnly? StateDate { get; set; }

        public string? StateChain { get; set; }

        public string? StateSha256 { get; set; }

        public string? StateLayout { get; set; }

        public long? StateVersion { get; set; }

        public bool HadRejectedReferences { get; set; }
    }
}
