using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>How long things usually take: medians of a master's last loads before a run.</summary>
public sealed class RunMedians(HubDatabase hub)
{
    /// <summary>Loads that a median is made of, at most.</summary>
    public const int Loads = 14;

    /// <summary>The whole file, as a step.</summary>
    public const string WholeFile = "";

    /// <summary>Files of a master among which its last loads are looked for; the others were unchanged or failed.</summary>
    private const int Window = 120;

    /// <summary>By master and step's code (<see cref="WholeFile"/> for the file as a whole).</summary>
    public async Task<IReadOnlyDictionary<(string Maestra, string Step), TimeSpan>> ReadAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<(string Maestra, string Step, double Seconds)>(new CommandDefinition(
            """
            WITH loads AS MATERIALIZED (
                SELECT m.maestra, l.run_id, l.file_id, l.took
                  FROM run r
                 CROSS JOIN LATERAL (SELECT DISTINCT f.maestra FROM run_file rf JOIN file f USING (file_id)
                                      WHERE rf.run_id = r.run_id AND f.maestra IS NOT NULL) m
                 CROSS JOIN LATERAL (
                        SELECT rf.run_id, rf.file_id, rf.ended_at - rf.started_at AS took
                          FROM (SELECT file_id, fecha_proceso FROM file
                                 WHERE maestra = m.maestra AND fecha_proceso <= r.fecha_proceso
                                 ORDER BY fecha_proceso DESC, file_id DESC LIMIT @Window) f
                          JOIN run_file rf USING (file_id)
                         WHERE rf.status = 'loaded' AND rf.run_id < r.run_id
                         ORDER BY f.fecha_proceso DESC, rf.run_id DESC LIMIT @Loads) l
                 WHERE r.run_id = @runId)
            SELECT maestra, s.step, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.ended_at - s.started_at)) AS seconds
              FROM loads JOIN step s USING (run_id, file_id) WHERE s.status = 'succeeded' AND s.ended_at >= s.started_at
             GROUP BY maestra, s.step
             UNION ALL
            SELECT maestra, @WholeFile, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took)) FROM loads
             WHERE took IS NOT NULL GROUP BY maestra
            """,
            new { runId, Window, Loads, WholeFile },
            cancellationToken: ct))).ToDictionary(m => (m.Maestra, m.Step), m => TimeSpan.FromSeconds(m.Seconds));
    }
}
