using IngestaMaestras.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
