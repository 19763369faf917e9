using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Filters;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>"Filters saved under a name, own or shared."</summary>
public sealed class SavedFilterTests(PostgresFixture postgres)
{
    private const string Page = "/errores";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Own_filters_are_seen_by_their_owner_and_shared_ones_by_all()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        SavedFilterOperations operations = new(hub.Worker.Database);
        SavedFilterQueries queries = new(hub.Worker.Database);
        Assert.True((await operations.SaveAsync(Page, " Cadenas ", "maestra=XCADENA", false, "ana", Ct)).Done);
        Assert.True((await operations.SaveAsync(Page, "De todos", "estado=abierto", true, "ana", Ct)).Done);
        Assert.True((await operations.SaveAsync("/archivos", "Otros", "carpeta=work", true, "ana", Ct)).Done);
        Assert.True((await operations.SaveAsync(Page, "Cadenas", "maestra=XCAN", false, "beto", Ct)).Done);

        // The same name again replaces.
        Assert.True((await operations.SaveAsync(Page, "Cadenas", "maestra=XMONEDA", false, "ana", Ct)).Done);

        Assert.Equal(["Cadenas maestra=XMONEDA", "De todos estado=abierto"], await ListAsync("ana"));
        Assert.Equal(["Cadenas maestra=XCAN", "De todos estado=abierto"], await ListAsync("beto"));
        var shared = (await queries.ListAsync(Page, "ana", Ct)).Single(f => f.Shared).Id;
        Assert.False((await operations.DeleteAsync(shared, "beto", Ct)).Done);
        Assert.True((await operations.DeleteAsync(shared, "ana", Ct)).Done);
        Assert.Equal(["Cadenas maestra=XCAN"], await ListAsync("beto"));
        Assert.Equal(
            ["guardar_filtro|ana", "guardar_filtro|ana", "borrar_filtro|ana"],
            await hub.QueryAsync("SELECT procedure_name, user_name FROM audit_log ORDER BY id"));

        async Task<IEnumerable<string>> ListAsync(string user) =>
            (await queries.ListAsync(Page, user, Ct)).Select(f => $"{f.Name} {f.Query}");
    }

    [Fact]
    public async Task Names_that_cannot_be_read_and_more_than_so_many_are_refused()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        SavedFilterOperations operations = new(hub.Worker.Database);
        foreach (var name in new[] { null, "", "  ", "a\u202Eb", "a\nb", "a\0b", new string('x', SavedFilterOperations.MaxName + 1) })
        {
            Assert.False((await operations.SaveAsync(Page, name, "tipo=x", false, "ana", Ct)).Done);
        }

        Assert.False((await operations.SaveAsync(Page, "vacío", "", false, "ana", Ct)).Done);
        Assert.False((await operations.SaveAsync(Page, "largo", new string('x', SavedFilterOperations.MaxQuery + 1), false, "ana", Ct)).Done);
        for (var i = 0; i < SavedFilterOperations.MaxOwn; i++)
        {
            Assert.True((await operations.SaveAsync(Page, $"f{i}", "tipo=x", false, "ana", Ct)).Done);
        }

        Assert.False((await operations.SaveAsync(Page, "uno más", "tipo=x", false, "ana", Ct)).Done);
        Assert.True((await operations.SaveAsync(Page, "f0", "tipo=y", false, "ana", Ct)).Done);
        Assert.True((await operations.SaveAsync("/archivos", "otra lista", "tipo=x", false, "ana", Ct)).Done);
    }
}
