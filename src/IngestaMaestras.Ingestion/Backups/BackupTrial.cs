namespace IngestaMaestras.Ingestion.Backups;

/// <summary>Reads a dump into a scratch database and compares every table with the manifest.</summary>
internal static class BackupTrial
{
    /// <returns>The tables that differ; none: the dump holds what its manifest says.</returns>
    /// <exception cref="BackupException">It cannot be read.</exception>
    public static async Task<IReadOnlyList<TableDifference>> RestoreAsync(
        ScratchDatabase scratch, PostgresTools tools, string dump, BackupManifest manifest, CancellationToken ct)
    {
        await using var copy = await scratch.OpenAsync(ct);
        await tools.RunAsync(
            "pg_restore", ["--exit-on-error", "--no-owner", "--no-privileges", "--no-password", $"--dbname={scratch.Name}", dump], copy, ct);
        await using var transaction = await copy.BeginTransactionAsync(ct);
        var restored = (await TableDigests.ReadAsync(copy, ct)).ToDictionary(t => t.Table, StringComparer.Ordinal);
        return
        [
            .. from expected in manifest.Tables
               let found = restored.GetValueOrDefault(expected.Table) ?? new TableDigest(expected.Table, 0, "-")
               where found != expected
               select new TableDifference(expected.Table, expected, found),
        ];
    }
}
