using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>
/// The Oracle driver, which the program is built with or without: found by name when the program runs, and what it
/// offers beyond <see cref="System.Data.Common"/> reached by reflection, so that any driver with the same members does.
/// </summary>
public static class OracleDriver
{
    /// <summary>The package that a build with <c>-p:OracleDriver=true</c> brings.</summary>
    public const string Package = "Oracle.ManagedDataAccess.Core";

    private const string FactoryType = "Oracle.ManagedDataAccess.Client.OracleClientFactory, Oracle.ManagedDataAccess";

    private static readonly ConcurrentDictionary<(Type Type, string Name), PropertyInfo?> Properties = new();

    /// <summary>The driver's factory; null when the program was built without it.</summary>
    public static DbProviderFactory? Find() =>
        Type.GetType(FactoryType, throwOnError: false)?.GetField("Instance")?.GetValue(null) as DbProviderFactory;

    /// <summary>Parameters are found by their names; without this they would go by position, silently swapped.</summary>
    internal static void BindByName(DbCommand command) => Set(command, "BindByName", true);

    /// <summary>Each parameter's value is an array: the statement runs once for each of <paramref name="count"/> rows.</summary>
    internal static void BindArrays(DbCommand command, int count) => Set(command, "ArrayBindCount", count);

    /// <summary>Texts of any length: a plain text parameter ends at 32 767 bytes.</summary>
    internal static void BindClob(DbParameter parameter)
    {
        if (Property(parameter, "OracleDbType") is { } type)
        {
            type.SetValue(parameter, Enum.Parse(type.PropertyType, "Clob"));
        }
    }

    /// <summary>The ORA code; 0 when the exception has none.</summary>
    internal static int Number(DbException e) => Property(e, "Number")?.GetValue(e) as int? ?? 0;

    /// <summary>The errors behind an exception, with the row of the array that each belongs to (-1: of none).</summary>
    internal static IEnumerable<OracleRowError> Errors(DbException e)
    {
        if (Property(e, "Errors")?.GetValue(e) is not IEnumerable errors)
        {
            yield break;
        }

        foreach (var error in errors)
        {
            yield return new OracleRowError(
                Property(error, "ArrayBindIndex")?.GetValue(error) as int? ?? -1,
                Property(error, "Number")?.GetValue(error) as int? ?? 0,
                Property(error, "Message")?.GetValue(error) as string ?? e.Message);
        }
    }

    private static void Set(object owner, string name, object value)
    {
        var property = Property(owner, name)
            ?? throw new DeliveryException(OracleMessages.Format("DriverLacks", owner.GetType().FullName, name), mayPass: false);
        property.SetValue(owner, value);
    }

    private static PropertyInfo? Property(object owner, string name) =>
        Properties.GetOrAdd((owner.GetType(), name), static key => key.Type.GetProperty(key.Name));
}
