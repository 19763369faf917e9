using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>Finds the row that the hub has for the key of a line.</summary>
public sealed class HubRecords(HubDatabase hub)
{
    public async Task<HubRecord> FindAsync(Layout layout, string line, CancellationToken ct)
    {
        if (await LineKey.ReadAsync(layout, line, ct) is not { } key)
        {
            return HubRecord.Without(HubRecordState.KeyUnreadable);
        }

        await using var connection = await hub.OpenAsync(ct);
        var columns = await HubTables.ReadKeyAsync(connection, layout.Table);
        if (columns.Count == 0)
        {
            return HubRecord.Without(HubRecordState.NoTable, key.Text);
        }

        var names = HubColumn.KeyNames(layout);
        if (!columns.Select(c => HubColumn.Quote(c.Name)).SequenceEqual(names))
        {
            return HubRecord.Without(HubRecordState.KeyChanged, key.Text);
        }

        DynamicParameters parameters = new();
        foreach (var (i, value) in key.Values.Index())
        {
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"k{i}"), value);
        }

        var where = string.Join(" AND ", names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"row.{name} = @k{i}")));
        var values = (await connection.QueryAsync<(string Name, string? Value)>(new CommandDefinition(
            $"""
            SELECT cell.key, cell.value
              FROM {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} row, jsonb_each_text(to_jsonb(row)) cell WHERE {where}
            """,
            parameters,
            cancellationToken: ct))).ToDictionary(c => c.Name, c => c.Value);
        return values.Count == 0
            ? HubRecord.Without(HubRecordState.Absent, key.Text)
            : new HubRecord(
                HubRecordState.Found,
                key.Text,
                values,
                DateTimeOffset.Parse(values["femod"]!, CultureInfo.InvariantCulture).UtcDateTime,
                long.Parse(values["_file_id"]!, CultureInfo.InvariantCulture),
                long.Parse(values["_line_number"]!, CultureInfo.InvariantCulture));
    }
}
