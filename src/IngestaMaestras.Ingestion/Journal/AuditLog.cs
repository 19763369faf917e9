using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Journal;

/// <summary>Writes <c>audit_log</c>.</summary>
public static class AuditLog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds a row on the caller's connection, within its transaction if it has one.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken ct) => connection.ExecuteAsync(
        new CommandDefinition(
            """
            INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, error_message, parameters,
                                   result, duration, additional_info)
            VALUES (@ProcedureName, clock_timestamp() - @Duration, clock_timestamp(), @UserName, @ResultStatus, @ErrorMessage,
                    @Parameters::jsonb, @Result::jsonb, @Duration,
                    CASE WHEN @Origin IS NULL AND @Correlation IS NULL THEN @AdditionalInfo::jsonb
                         ELSE coalesce(@AdditionalInfo::jsonb, '{}') || coalesce(@Origin::jsonb, '{}') || coalesce(@Correlation::jsonb, '{}') END)
            """,
            new
            {
                entry.ProcedureName,
                entry.UserName,
                entry.ResultStatus,
                entry.ErrorMessage,
                Parameters = ToJson(entry.Parameters),
                Result = ToJson(entry.Result),
                AdditionalInfo = ToJson(entry.AdditionalInfo),
                Origin = ToJson(AuditOrigin.Current),
                Correlation = Correlation.Current is { } id ? ToJson(new { Correlation = id }) : null,
                Duration = entry.Duration ?? TimeSpan.Zero,
            },
            cancellationToken: ct));

    /// <summary>A value as the JSON kept in the database.</summary>
    public static string? ToJson(object? value) => value is null ? null : JsonSerializer.Serialize(value, Json);

    /// <summary>The inverse of <see cref="ToJson"/>.</summary>
    public static T? FromJson<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Json);
}
