using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>A portal where nothing has happened, for tests that change nothing.</summary>
public sealed class EmptyPortal(PostgresFixture postgres, Chromium chromium) : IAsyncLifetime
{
    internal PortalUnderTest Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Portal = await PortalUnderTest.StartAsync(postgres, chromium, "empty");

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
