using System.Data;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>A statement that is executed once for each row of arrays.</summary>
/// <param name="Types">Type of each parameter; they are called as <see cref="OracleTable.ParameterName"/> says.</param>
internal sealed record OracleStatement(string Sql, IReadOnlyList<DbType> Types);
