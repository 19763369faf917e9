using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>One of the errors behind a <see cref="StandInException"/>.</summary>
internal sealed record StandInError(int ArrayBindIndex, int Number, string Message);

/// <summary>What PostgreSQL or the way to it said, with the code that Oracle has for it.</summary>
internal sealed class StandInException : DbException
{
    private const int ErrorsInArray = 24381;

    public StandInException(int number, string message, Exception? cause = null)
        : base(message, cause)
    {
        Number = number;
        Errors = [new StandInError(-1, number, message)];
    }

    /// <summary>Of an array with one row, the driver tells that row's error alone, without its place.</summary>
    public StandInException(IReadOnlyList<StandInError> rows)
        : base(rows.Count == 1 ? rows[0].Message : $"ORA-{ErrorsInArray}: error(s) in array DML")
    {
        Number = rows.Count == 1 && rows[0].ArrayBindIndex < 0 ? rows[0].Number : ErrorsInArray;
        Errors = Number == ErrorsInArray ? [new StandInError(-1, ErrorsInArray, Message), .. rows] : rows;
    }

    public int Number { get; }

    public IReadOnlyList<StandInError> Errors { get; }

    public static bool EndsSession(PostgresException e) => e.SqlState is "57P01" or "57P02" or "57P03" or "57014";

    public static string MessageOf(int number, PostgresException e) =>
        string.Create(CultureInfo.InvariantCulture, $"ORA-{number:00000}: {e.MessageText}");

    public static int NumberOf(PostgresException e, string statement) => e.SqlState switch
    {
        "42P01" => 942,
        "42703" => 904,
        "42P07" or "42710" => 955,
        "42701" => 1430,
        "42704" when statement.StartsWith("DROP INDEX", StringComparison.Ordinal) => 1418,
        "42704" => 2441,
        "42P16" => 2260,
        "23505" when IsDdl(statement, "CREATE TABLE") => 955,
        "23505" => IsDdl(statement, "ALTER TABLE") ? 2437 : 1,
        "23502" => IsDdl(statement, "ALTER TABLE") ? 1449 : 1400,
        "23514" => 2290,
        "22001" => 12899,
        "22003" => 1438,
        "42501" => 1031,
        "28P01" or "28000" => 1017,
        "3D000" => 12514,
        "40P01" => 60,
        "55P03" => 54,
        "57014" => 1013,
        "57P01" or "57P02" => 3113,
        "57P03" => 1033,
        _ => throw new InvalidOperationException($"No ORA code for {e.SqlState} {e.MessageText} of: {statement}", e),
    };

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work, string statement)
    {
        try
        {
            return await work();
        }
        catch (PostgresException e)
        {
            var number = NumberOf(e, statement);
            throw new StandInException(number, MessageOf(number, e), e);
        }
        catch (NpgsqlException e) when (e.InnerException is SocketException)
        {
            throw new StandInException(12541, "ORA-12541: no listener", e);
        }
        catch (NpgsqlException e)
        {
            throw new StandInException(3113, "ORA-03113: end-of-file on communication channel", e);
        }
    }

    private static bool IsDdl(string statement, string start) => statement.StartsWith(start, StringComparison.Ordinal);
}
