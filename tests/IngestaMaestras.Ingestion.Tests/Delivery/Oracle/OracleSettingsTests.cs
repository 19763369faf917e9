using System.Data.Common;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

public sealed class OracleSettingsTests(PostgresFixture postgres)
{
    private const string Good = "User Id=MDH;Password=s3creta;Data Source=//localhost:1521/FREEPDB1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_a_connection_string_Oracle_is_off_and_says_so()
    {
        Assert.Contains("ConnectionStrings:Oracle", Target(new OracleOptions()).OffReason, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Oracle", Target(new OracleOptions { ConnectionString = " " }).OffReason, StringComparison.Ordinal);
        Assert.Contains("Oracle:Enabled", Target(new OracleOptions { ConnectionString = Good, Enabled = false }).OffReason, StringComparison.Ordinal);
        Assert.Null(Target(new OracleOptions { ConnectionString = Good }).OffReason);
    }

    [Fact]
    public async Task Without_the_driver_the_message_says_how_to_get_it()
    {
        var target = Target(new OracleOptions { ConnectionString = Good }, factory: null);
        var health = await Assert.ThrowsAsync<DeliveryException>(() => target.IdentifyAsync(Ct));
        var step = await Assert.ThrowsAsync<DeliveryException>(() => target.OpenAsync(new DeliveryAssignment(Filas.Ciudad, 1, 0), Ct));

        Assert.False(health.MayPass);
        Assert.Contains("-p:OracleDriver=true", health.Message, StringComparison.Ordinal);
        Assert.Equal(health.Message, step.Message);
    }

    [Fact]
    public void The_driver_is_found_only_in_a_build_that_has_it() =>
        Assert.Equal(Type.GetType("Oracle.ManagedDataAccess.Client.OracleConnection, Oracle.ManagedDataAccess") is not null, OracleDriver.Find() is not null);

    [Theory]
    [InlineData("User Id=MDH;Password=s3creta", "Data Source")]
    [InlineData("User Id=MDH;Password=s3creta;Data Source=x;Colour=red", "colour")]
    [InlineData("User Id=MDH;Password=\"s3creta;Data Source=x", "Data Source")]
    [InlineData("MDH/s3creta@//localhost/XE", "clave=valor")]
    public async Task A_bad_connection_string_is_told_with_its_key_and_fix_and_without_the_password(string connectionString, string part)
    {
        OracleOptions options = new() { ConnectionString = connectionString };
        var atStart = Assert.Throws<ConfigurationException>(() => options.Validate(new StandInFactory()));
        var atWork = await Assert.ThrowsAsync<DeliveryException>(() => Target(options).IdentifyAsync(Ct));

        Assert.Equal("ConnectionStrings:Oracle", atStart.Key);
        Assert.False(atWork.MayPass);
        Assert.All([atStart.Message, atWork.Message], message =>
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
            Assert.Contains("ConnectionStrings:Oracle", message, StringComparison.Ordinal);
            Assert.Contains("Data Source=//servidor", message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3creta", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Good_settings_pass_and_numbers_out_of_bounds_do_not()
    {
        new OracleOptions().Validate(null);
        new OracleOptions { ConnectionString = Good }.Validate(null);
        new OracleOptions { ConnectionString = Good }.Validate(new StandInFactory());
        Assert.Equal("Oracle:BatchSize", Assert.Throws<ConfigurationException>(() => new OracleOptions { BatchSize = 0 }.Validate(null)).Key);
        Assert.Equal("Oracle:CommandTimeout", Assert.Throws<ConfigurationException>(() => new OracleOptions { CommandTimeout = TimeSpan.Zero }.Validate(null)).Key);
        Assert.Equal("Oracle:IdentifyTimeout", Assert.Throws<ConfigurationException>(() => new OracleOptions { IdentifyTimeout = TimeSpan.Zero }.Validate(null)).Key);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_may_answer_later()
    {
        var target = Target(new OracleOptions { ConnectionString = $"User Id=MDH;Password=s3creta;Data Source=127.0.0.1:{FreePort.Next()}/XE" });
        var silence = await Assert.ThrowsAsync<DeliveryException>(() => target.IdentifyAsync(Ct));
        Assert.True(silence.MayPass);
        Assert.Contains("ORA-12541", silence.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_ends_its_answer_is_given_up_in_time()
    {
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        oracle.Options.IdentifyTimeout = TimeSpan.FromSeconds(1);
        using ManualResetEventSlim released = new();
        // Like a driver that neither returns early nor listens to its token.
        oracle.Driver.BeforeStatement = (_, _) => released.Wait(CancellationToken.None);

        var late = await Assert.ThrowsAsync<DeliveryException>(() => oracle.Target.IdentifyAsync(Ct));

        released.Set();
        Assert.True(late.MayPass);
        Assert.Contains("00:00:01", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_driver_without_array_binding_is_told_apart()
    {
        var target = Target(new OracleOptions { ConnectionString = "Host=localhost;Data Source=x" }, new StrangeFactory());
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => target.OpenAsync(new DeliveryAssignment(Filas.Ciudad, 1, 0), Ct));
        Assert.False(fault.MayPass);
        Assert.Contains("BindByName", fault.Message, StringComparison.Ordinal);
    }

    private static OracleTarget Target(OracleOptions options) => Target(options, new StandInFactory());

    private static OracleTarget Target(OracleOptions options, DbProviderFactory? factory) =>
        new(options, factory, TimeProvider.System, NullLogger<OracleTarget>.Instance);

    /// <summary>A driver of some other database.</summary>
    private sealed class StrangeFactory : DbProviderFactory
    {
        public override DbConnection CreateConnection() => new StrangeConnection();
    }

    private sealed class StrangeConnection : DbConnection
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override System.Data.ConnectionState State => System.Data.ConnectionState.Open;

        public override void ChangeDatabase(string databaseName)
        {
        }

        public override void Close()
        {
        }

        public override void Open()
        {
        }

        protected override DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => new Npgsql.NpgsqlCommand();
    }
}
