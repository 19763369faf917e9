using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

public sealed class FirstLoadTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_first_load_inserts_every_valid_record()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTÁ|11", "2|ÑUÑOA|", "3|CALI|12");

        Assert.Equal("loaded 3=3+0 i3 u0 d0 =0", file.ToString());
        Assert.Equal(["1|BOGOTÁ|11", "2|ÑUÑOA|∅", "3|CALI|12"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", file.Path);
    }

    [Fact]
    public async Task Every_row_says_which_line_of_which_file_it_came_from_and_when()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "7|TUNJA|", "mal", "5|CALI|12");

        Assert.Equal(
            [$"5|{file.FileId}|3", $"7|{file.FileId}|1"],
            await hub.QueryAsync("SELECT cod, _file_id, _line_number FROM erp_ciudad ORDER BY cod"));
        Assert.Equal(
            ["t"],
            await hub.QueryAsync(
                $"""
                SELECT DISTINCT femod BETWEEN rf.started_at AND rf.ended_at FROM erp_ciudad, run_file rf
                 WHERE rf.run_id = {file.RunId} AND rf.file_id = {file.FileId}
                """));
    }

    [Fact]
    public async Task Changes_are_numbered_without_gaps_and_the_file_keeps_their_range()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync(
            "CIUDAD_20261122.txt", [.. Enumerable.Range(1, 60).Select(i => $"{i}|CIUDAD {i}|")]);

        // Inserts 61 and 62, updates 1 and 2, deletes 60.
        FileResult second = await hub.LoadAsync(
            "CIUDAD_20261123.txt",
            [.. Enumerable.Range(1, 62).Where(i => i != 60).Select(i => i <= 2 ? $"{i}|OTRA|" : $"{i}|CIUDAD {i}|")]);
        FileResult third = await hub.LoadAsync("CIUDAD_20261124.txt", "1|OTRA MÁS|");

        Assert.Equal((0, 60), (first.VersionFrom, first.VersionTo));
        Assert.Equal("loaded 61=61+0 i2 u2 d1 =57", second.ToString());
        Assert.Equal((60, 65), (second.VersionFrom, second.VersionTo));
        Assert.Equal(
            ["1|61..65"],
            await hub.QueryAsync(
                $"""
                SELECT count(DISTINCT n) FILTER (WHERE n > 0) / 5, min(n) || '..' || max(n) FROM (
                    SELECT _version AS n FROM erp_ciudad WHERE _file_id = {second.FileId}
                    UNION ALL SELECT version FROM tombstone) v
                """));
        Assert.Equal("held", third.Status);
        Assert.Null(third.VersionFrom);
        Assert.Null(third.VersionTo);
    }

    [Fact]
    public async Task Blank_text_is_NULL_and_a_blank_required_field_or_key_rejects()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|   ", "2|   |5", "   |TUNJA|5", "4|TUNJA|");

        Assert.Equal(["1|CALI|∅", "4|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["2|CAMPO_REQUERIDO|error|NOMBRE|", "3|CAMPO_REQUERIDO|error|COD|"], await hub.ErrorsAsync(file));
    }

    [Fact]
    public async Task A_file_without_changes_in_other_bytes_touches_no_row()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|", "3|PASTO|7");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "3|PASTO|07\r", "  1|CALI  |5", "002|TUNJA|");

        Assert.Equal("loaded 3=3+0 i0 u0 d0 =3", file.ToString());
        Assert.Null(file.VersionTo);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(250)]
    public async Task A_file_with_k_changes_touches_exactly_k_rows(int k)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        Random random = new(k);
        Dictionary<int, string> rows = Enumerable.Range(1, 500).ToDictionary(i => i, i => $"CIUDAD {i}|{i % 90}");
        await hub.LoadAsync("CIUDAD_20261123.txt", Lines(rows));
        string[] before = await hub.TracksAsync("erp_ciudad");

        int[] touched = [.. Enumerable.Range(1, 700).OrderBy(_ => random.Next()).Take(k)];
        int deleted = 0, updated = 0, inserted = 0;
        foreach (int key in touched)
        {
            if (!rows.Remove(key))
                (rows[key], inserted) = ($"NUEVA {key}|", inserted + 1);
            else if (random.Next(2) == 0)
                (rows[key], updated) = ($"CAMBIADA {key}|", updated + 1);
            else
                deleted++;
        }

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", Lines(rows));

        Assert.Equal((inserted, updated, deleted), (file.Inserted, file.Updated, file.Deleted));
        Assert.Equal(k, file.VersionTo - file.VersionFrom);
        string[] after = await hub.TracksAsync("erp_ciudad");
        Assert.Equal(updated + deleted, before.Except(after).Count());
        Assert.Equal(updated + inserted, after.Except(before).Count());
        Assert.Equal(
            rows.OrderBy(r => r.Key).Select(r => r.Value.EndsWith('|') ? $"{r.Key}|{r.Value}∅" : $"{r.Key}|{r.Value}"),
            await hub.RowsAsync("erp_ciudad"));
    }

    private static string[] Lines(Dictionary<int, string> rows) => [.. rows.Select(r => $"{r.Key}|{r.Value}")];
}
