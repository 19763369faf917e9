using System.Data.Common;
using System.Net.Sockets;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>The ORA codes that we decide by, and what they mean for a delivery.</summary>
internal static class OracleErrors
{
    public const int UniqueViolated = 1;
    public const int InvalidIdentifier = 904;
    public const int TableDoesNotExist = 942;
    public const int NameAlreadyUsed = 955;
    public const int InsufficientPrivileges = 1031;
    public const int IndexDoesNotExist = 1418;
    public const int ColumnAlreadyExists = 1430;
    public const int ColumnHoldsNulls = 1449;
    public const int AlreadyIndexed = 1408;
    public const int HasPrimaryKey = 2260;
    public const int KeyNotUnique = 2437;
    public const int NoPrimaryKey = 2441;

    /// <summary>Rows of an array were refused; each row's own error is beside it.</summary>
    private const int ErrorsInArray = 24381;

    // What a trigger of the database's owner raises with RAISE_APPLICATION_ERROR: a judgement on the row.
    private const int FirstApplicationError = 20000;
    private const int LastApplicationError = 20999;

    /// <summary>The same work may succeed later without anybody's help.</summary>
    private static readonly HashSet<int> MayPass =
    [
        // No session, process or resource left just now; somebody else holds the lock; deadlock; time-outs.
        18, 20, 51, 54, 60, 1013, 2391, 4020, 4021, 4061, 4068, 30006,
        // Starting, stopping, restricted, archiver full.
        257, 1033, 1034, 1035, 1089, 1090, 1092, 1109,
        // Connection lost or never had.
        1012, 1041, 3111, 3113, 3114, 3135, 25402, 25403, 25405, 25408,
        12150, 12152, 12153, 12157, 12170, 12203, 12500, 12505, 12514, 12516, 12518, 12519, 12520, 12521, 12525, 12526,
        12528, 12535, 12537, 12541, 12543, 12545, 12547, 12560, 12570, 12571, 12583, 12609,
        // Snapshot too old, serialisation, temporary and undo space, a resumable statement that waited in vain.
        1555, 1652, 8177, 30032, 30036,
        // The driver's own: no connection from the pool in time, no answer from the server.
        50000, 50201,
    ];

    /// <summary>The row's contents are at fault: sent again as it is, it is refused again.</summary>
    private static readonly HashSet<int> RowAtFault =
    [
        UniqueViolated,
        // Null, too large, too many digits, no number.
        1400, 1401, 1407, 1426, 1438, 1461, 1465, 1483, 1489, 1704, 1722, 6502, 12899, 22835, 29275,
        // Dates that Oracle does not have.
        1830, 1839, 1840, 1841, 1843, 1847, 1861, 1878,
        // Checks and references that the database's owner added.
        2290, 2291, 2292,
        // An index entry longer than a block takes.
        1450,
    ];

    /// <summary>The codes of an exception; of an array, those of its rows.</summary>
    public static IReadOnlyList<int> Numbers(DbException e)
    {
        int[] ofRows = [.. OracleDriver.Errors(e).Select(r => r.Number).Where(n => n is not (ErrorsInArray or 0)).Distinct()];
        return ofRows.Length > 0 ? ofRows : [OracleDriver.Number(e)];
    }

    public static bool Is(DbException e, params ReadOnlySpan<int> codes) => codes.Contains(OracleDriver.Number(e));

    public static bool IsRowAtFault(DbException e) =>
        Numbers(e).All(n => RowAtFault.Contains(n) || n is >= FirstApplicationError and <= LastApplicationError);

    /// <summary>Whether the same attempt may succeed later, by itself.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        DbException db when Numbers(db).Any(MayPass.Contains) => true,
        SocketException or IOException or TimeoutException => true,
        _ => e.InnerException is { } inner && IsTransient(inner),
    };
}
