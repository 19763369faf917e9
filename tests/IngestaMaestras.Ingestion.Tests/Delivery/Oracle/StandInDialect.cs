using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>
/// The words of Oracle's that PostgreSQL with orafce does not have: types and a few forms in statements, functions and
/// catalog views in the database. Everything else is executed as the program wrote it.
/// </summary>
internal static partial class StandInDialect
{
    /// <summary>Prepares an empty database: the schema that plays the Oracle user's, and what is asked of a catalog.</summary>
    public const string Prepare = """
        CREATE EXTENSION orafce;
        CREATE SCHEMA mdh;

        CREATE FUNCTION public.sys_context(scope text, name text) RETURNS text LANGUAGE sql STABLE AS
        $$ SELECT CASE name WHEN 'CURRENT_SCHEMA' THEN upper(current_schema()) ELSE upper(current_database()) END $$;

        CREATE FUNCTION public.from_tz(instant timestamp, zone text) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS
        $$ SELECT instant AT TIME ZONE 'UTC' $$;

        CREATE FUNCTION public.sys_extract_utc(instant timestamptz) RETURNS timestamp LANGUAGE sql IMMUTABLE AS
        $$ SELECT instant AT TIME ZONE 'UTC' $$;

        CREATE FUNCTION public.numtodsinterval(amount numeric, unit text) RETURNS interval LANGUAGE sql IMMUTABLE AS
        $$ SELECT (amount || ' ' || unit)::interval $$;

        CREATE VIEW public.all_tab_columns AS
        SELECT upper(table_schema) AS owner, table_name, column_name,
               CASE WHEN data_type = 'character varying' THEN 'VARCHAR2' WHEN data_type = 'numeric' THEN 'NUMBER'
                    WHEN data_type = 'timestamp with time zone' THEN 'TIMESTAMP(6) WITH TIME ZONE' ELSE upper(data_type) END AS data_type,
               coalesce(character_maximum_length, 0) AS char_length,
               CASE WHEN data_type = 'character varying' THEN 'C' END AS char_used,
               numeric_precision AS data_precision, numeric_scale AS data_scale
          FROM information_schema.columns;

        CREATE VIEW public.all_constraints AS
        SELECT upper(n.nspname::text) AS owner, t.relname::text AS table_name, c.conname::text AS constraint_name, upper(c.contype::text) AS constraint_type
          FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace;

        CREATE VIEW public.all_cons_columns AS
        SELECT upper(constraint_schema) AS owner, table_name, constraint_name, column_name, ordinal_position AS position
          FROM information_schema.key_column_usage;
        """;

    public static string Translate(string statement)
    {
        statement = Parameter().Replace(statement, m => m.Groups[1].Success ? $"@{m.Groups[1].Value}" : m.Value);
        if (!Ddl().IsMatch(statement))
            return statement;

        statement = Varchar().Replace(statement, "varchar($1)");
        statement = Number().Replace(statement, "numeric$1");
        statement = statement
            .Replace("CLOB", "text", StringComparison.Ordinal)
            .Replace("INTERVAL DAY(9) TO SECOND(6)", "interval", StringComparison.Ordinal)
            .Replace(" DATE", " date", StringComparison.Ordinal);
        statement = Modify().Replace(statement, "ALTER COLUMN $1 TYPE ");
        return DropKey().Replace(statement, DropKeyBlock);
    }

    // In Oracle the columns of a dropped key may be null again.
    private const string DropKeyBlock = """
        DO $do$ DECLARE k record; BEGIN
            FOR k IN SELECT kc.constraint_name, kc.column_name
                       FROM all_constraints c JOIN all_cons_columns kc USING (owner, table_name, constraint_name)
                      WHERE c.table_name = '$1' AND c.constraint_type = 'P' LOOP
                EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I', '$1', k.constraint_name);
                EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP NOT NULL', '$1', k.column_name);
            END LOOP;
        END $do$
        """;

    [GeneratedRegex(@"'[^']*'|:(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("^(CREATE|ALTER) ")]
    private static partial Regex Ddl();

    [GeneratedRegex(@"VARCHAR2\((\d+) (?:CHAR|BYTE)\)")]
    private static partial Regex Varchar();

    [GeneratedRegex(@"NUMBER(\(\d+(?:,\d+)?\))?")]
    private static partial Regex Number();

    [GeneratedRegex("MODIFY (\"[^\"]+\") ")]
    private static partial Regex Modify();

    [GeneratedRegex("^ALTER TABLE \"([^\"]+)\" DROP PRIMARY KEY$")]
    private static partial Regex DropKey();
}
