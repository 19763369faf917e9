using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>The driver's own types of value, as far as the program names one.</summary>
internal enum StandInDbType
{
    Varchar2,
    Clob,
}

internal sealed class StandInParameter : DbParameter
{
    public override DbType DbType { get; set; }

    public StandInDbType OracleDbType { get; set; }

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get; set; } = "";

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override object? Value { get; set; }

    public override bool SourceColumnNullMapping { get; set; }

    public override int Size { get; set; }

    public override void ResetDbType() => DbType = DbType.String;
}
