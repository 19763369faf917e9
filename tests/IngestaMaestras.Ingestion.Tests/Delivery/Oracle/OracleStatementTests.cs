using System.Text.RegularExpressions;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>The statements as Oracle gets them, word for word.</summary>
public sealed partial class OracleStatementTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_table_is_made_with_Oracles_types()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var layout = Filas.Sede(
            "CIA,COD", "COD,1,true,\"texto(4)\"",
            "PRECIO,3,false,\"decimal(10,2)\"", "CANTIDAD,4,false,\"numero(18)\"", "DESDE,5,false,\"fecha(yyyyMMdd)\"", "ACTIVO,6,false,\"booleano(S/N)\"",
            "LARGO,7,false,\"texto(9000)\"");
        await using var session = await oracle.OpenAsync(layout);

        Assert.Equal(
            """
            CREATE TABLE "ERP_SEDE" ( "CIA" VARCHAR2(2 CHAR), "COD" VARCHAR2(4 CHAR), "NOTA" VARCHAR2(4000 CHAR), "PRECIO" NUMBER(10,2), "CANTIDAD" NUMBER(18), "DESDE" DATE, "ACTIVO" NUMBER(1), "LARGO" VARCHAR2(4000 CHAR), "FEMOD" TIMESTAMP(6) WITH TIME ZONE, "MDH_VERSION" NUMBER(19) DEFAULT 0 NOT NULL, PRIMARY KEY ("CIA", "COD") )
            """,
            Sent(oracle, "CREATE TABLE \"ERP_SEDE\"").Single());
    }

    [Fact]
    public async Task A_record_that_is_its_own_key_has_a_column_for_its_hash()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var session = await oracle.OpenAsync(Filas.SinClave);

        Assert.Equal(
            """
            CREATE TABLE "ERP_LISTA" ( "MDH_KEY" VARCHAR2(64 CHAR), "NOMBRE" VARCHAR2(20 CHAR), "ZONA" NUMBER(2), "FEMOD" TIMESTAMP(6) WITH TIME ZONE, "MDH_VERSION" NUMBER(19) DEFAULT 0 NOT NULL, PRIMARY KEY ("MDH_KEY") )
            """,
            Sent(oracle, "CREATE TABLE \"ERP_LISTA\"").Single());
    }

    [Fact]
    public async Task Long_columns_of_a_key_share_what_an_index_takes()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var one = await oracle.OpenAsync(Filas.Sede("NOTA", more: "X,3,false,texto"));
        Assert.Contains("\"NOTA\" VARCHAR2(4000 CHAR)", Sent(oracle, "CREATE TABLE \"ERP_SEDE\"").Single(), StringComparison.Ordinal);

        await using var another = await OracleDatabase.StartAsync(postgres);
        await using var two = await another.OpenAsync(Filas.Sede("NOTA,X", more: "X,3,false,texto"));
        Assert.Contains("\"NOTA\" VARCHAR2(750 CHAR), \"X\" VARCHAR2(750 CHAR)", Sent(another, "CREATE TABLE \"ERP_SEDE\"").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_are_added_and_widened_and_never_dropped_or_narrowed()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var layouts = new[]
        {
            Filas.Sede("COD", "COD,1,true,\"texto(4)\"", "PRECIO,3,false,\"decimal(10,2)\""),
            Filas.Sede("COD", "COD,1,true,\"texto(9)\"", "PRECIO,3,false,\"decimal(10,4)\"", "CLASE,4,false,\"numero(2)\""),
            Filas.Sede("COD", "COD,1,true,\"texto(4)\""),
        };
        foreach (var layout in layouts)
            await (await oracle.OpenAsync(layout)).DisposeAsync();

        Assert.Equal(
            [
                """ALTER TABLE "ERP_SEDE" MODIFY "COD" VARCHAR2(9 CHAR)""",
                """ALTER TABLE "ERP_SEDE" MODIFY "PRECIO" NUMBER(12,4)""",
                """ALTER TABLE "ERP_SEDE" ADD "CLASE" NUMBER(2)""",
            ],
            Sent(oracle, "ALTER TABLE"));
    }

    [Fact]
    public async Task A_change_of_key_drops_the_old_one_and_waits_with_the_new_one_until_it_fits()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var before = Filas.Sede("CIA,COD");
        HubChangePair rows = new(Change.Upsert(before, 1, "01", "A", null), Change.Upsert(before, 2, "02", "A", null));
        await oracle.SendAsync(before, rows.First, rows.Second);
        var after = Filas.Sede("COD");
        await (await oracle.OpenAsync(after)).DisposeAsync();
        await oracle.SendAsync(after, Change.Delete(before, 3, rows.First), Change.Delete(before, 4, rows.Second), Change.Upsert(after, 5, "01", "A", null));
        await (await oracle.OpenAsync(after)).DisposeAsync();

        Assert.Equal(
            [
                """ALTER TABLE "ERP_SEDE" DROP PRIMARY KEY""",
                """CREATE INDEX "MDHO_ERP_SEDE" ON "ERP_SEDE" ("CIA", "COD")""",
                """ALTER TABLE "ERP_SEDE" ADD PRIMARY KEY ("COD")""",
                """CREATE INDEX "MDHN_ERP_SEDE" ON "ERP_SEDE" ("COD")""",
                """ALTER TABLE "ERP_SEDE" ADD PRIMARY KEY ("COD")""",
                """CREATE INDEX "MDHN_ERP_SEDE" ON "ERP_SEDE" ("COD")""",
                """ALTER TABLE "ERP_SEDE" ADD PRIMARY KEY ("COD")""",
                """DROP INDEX "MDHO_ERP_SEDE" """.TrimEnd(),
            ],
            Sent(oracle, "ALTER TABLE", "CREATE INDEX", "DROP INDEX"));
    }

    [Fact]
    public async Task Rows_are_written_in_arrays_by_statements_whose_text_does_not_change()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        var layout = Filas.Ciudad;
        var first = Change.Upsert(layout, 1, 1, "A", null);
        await oracle.SendAsync(layout, [first, .. Enumerable.Range(2, 249).Select(i => Change.Upsert(layout, i, i, "B", 1))]);
        await oracle.SendAsync(layout, Change.Delete(layout, 300, first));

        Assert.Equal(
            """
            MERGE INTO "ERP_CIUDAD" t USING (SELECT :p0 AS "COD", :p1 AS "NOMBRE", :p2 AS "ZONA", FROM_TZ(:p3, '+00:00') AS "FEMOD", :p4 AS "MDH_VERSION" FROM dual WHERE NOT EXISTS (SELECT 1 FROM "ERP_CIUDAD" n WHERE n."COD" = :p0 AND n."MDH_VERSION" > :p4)) s ON (t."COD" = s."COD") WHEN MATCHED THEN UPDATE SET "NOMBRE" = s."NOMBRE", "ZONA" = s."ZONA", "FEMOD" = s."FEMOD", "MDH_VERSION" = s."MDH_VERSION" WHEN NOT MATCHED THEN INSERT ("COD", "NOMBRE", "ZONA", "FEMOD", "MDH_VERSION") VALUES (s."COD", s."NOMBRE", s."ZONA", s."FEMOD", s."MDH_VERSION")
            """,
            Assert.Single(Sent(oracle, "MERGE").Distinct()));
        // 250 rows in arrays of 100.
        Assert.Equal(3, Sent(oracle, "MERGE").Count);
        Assert.Equal(
            ["""DELETE FROM "ERP_CIUDAD" WHERE "COD" = :p0 AND "MDH_VERSION" < :p1"""],
            Sent(oracle, "DELETE"));
    }

    /// <summary>The statements that begin so, each on one line.</summary>
    private static List<string> Sent(OracleDatabase oracle, params string[] beginnings) =>
    [
        .. oracle.Driver.Statements
            .Where(s => beginnings.Any(b => s.StartsWith(b, StringComparison.Ordinal)))
            .Where(s => !s.Contains("MDH_MARK", StringComparison.Ordinal))
            .Select(s => Blank().Replace(s, " ").Trim()),
    ];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    private sealed record HubChangePair(Ingestion.Delivery.HubChange First, Ingestion.Delivery.HubChange Second);
}
