using System.Net;
using System.Text;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Files that come through the portal instead of the input folder, and those that are only tried.</summary>
public sealed class UploadTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Name = "XCADENA_20240514.txt";

    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { IgnoreCase = true, Timeout = 60_000 };

    private static readonly string Good = Lines("ASUPER INTER", "BCARULLA", "CSURTIMAX");

    [Fact]
    public async Task A_corrected_file_is_uploaded_looked_at_and_reprocessed_in_place_of_the_one_that_failed()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "upload");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/archivos?carpeta=error");
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = Name, Exact = true }));
        await visit.PressAsync(visit.Link("Subir uno corregido"));
        await visit.Page.GetByLabel("Elija un archivo o suéltelo aquí").SetInputFilesAsync(FileOf(Name, Lines("ASUPER INTER", "BCARULLA", "9MALA")));
        await visit.PressAsync(visit.Button("Subir y revisar"));

        await visit.SeeAsync("Todavía no está en input");
        await Expect(visit.Page.Locator(".facts").Last).ToContainTextAsync("Rechazados1");
        await Expect(visit.Page.Locator("tbody tr")).ToContainTextAsync("no cumple el patrón");
        Assert.DoesNotContain("input/" + Name, portal.Installation.Files());
        await visit.PressAsync(visit.Button("Cancelar"));
        await Expect(visit.Results).ToContainTextAsync("se olvidó");

        await visit.PressAsync(visit.Link("Subir uno corregido"));
        await visit.Page.GetByLabel("Elija un archivo o suéltelo aquí").SetInputFilesAsync(FileOf(Name, Good));
        await visit.PressAsync(visit.Button("Subir y revisar"));
        await visit.PressAsync(visit.Button("Dejar y reprocesar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        visit.AssertClean();

        Assert.Equal(
            ["error/2024-05-14/" + Name, "processed/2024-05-14/" + Name, "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(Good, await File.ReadAllTextAsync(Path.Combine(portal.Root, "processed/2024-05-14", Name), TestContext.Current.CancellationToken));
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT parent_run_id FROM run WHERE run_id = 2"));
        Assert.Equal(
            "operador 3 0 " + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Good))),
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT concat_ws(' ', user_name, additional_info ->> 'accepted', additional_info ->> 'rejected', parameters ->> 'sha256')
                  FROM audit_log WHERE procedure_name = 'subir_archivo'
                """));
        await visit.GoAsync("/");
        await visit.SeeAsync("Todo en orden");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.Root, ".upload")));
    }

    [Fact]
    public async Task A_file_left_in_input_waits_and_one_of_the_same_name_is_not_overwritten()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "left");
        await using var visit = await portal.VisitAsync("/archivos/subir", withScript: false);
        await visit.Page.GetByLabel("Elija un archivo o suéltelo aquí").SetInputFilesAsync(FileOf(Name, Good));
        await visit.PressAsync(visit.Button("Subir y revisar"));
        var preview = visit.PathAndQuery;
        await visit.PressAsync(visit.Button("Dejar en input"));
        await Expect(visit.Results).ToContainTextAsync("quedó en input, para la fecha 2024-05-14. Espera una ejecución.");
        Assert.Equal(["input/" + Name], portal.Installation.Files());
        // Pressed twice, or by somebody else who had the page open: it is told that it was done.
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        using var again = await visitor.PostAsync(preview.Replace("?", "?handler=Land&", StringComparison.Ordinal), "/archivos/subir", ("huella", "x"));
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);

        await visit.GoAsync("/archivos/subir");
        await visit.Page.GetByLabel("Elija un archivo o suéltelo aquí").SetInputFilesAsync(FileOf(Name, Lines("ZOTRA")));
        await visit.PressAsync(visit.Button("Subir y revisar"));
        await visit.SeeAsync("En input ya hay un archivo con el nombre " + Name);
        await Expect(visit.Button("Dejar en input")).ToHaveCountAsync(0);
        Assert.Equal(Good, await File.ReadAllTextAsync(Path.Combine(portal.Root, "input", Name), TestContext.Current.CancellationToken));

        await portal.RunAsync();
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM file"));
    }

    [Fact]
    public async Task Names_sizes_and_kinds_that_nobody_should_send_are_refused_with_a_sentence_and_nothing_is_kept()
    {
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "hostile", null, new Dictionary<string, string> { ["Portal__MaxUpload"] = "1" });
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        var good = Encoding.UTF8.GetBytes(Good);
        foreach (var (name, status, sentence) in new (string, HttpStatusCode, string)[]
        {
            ("../" + Name, HttpStatusCode.BadRequest, "lleva a otra carpeta"),
            ("..", HttpStatusCode.BadRequest, "lleva a otra carpeta"),
            ("a/b/" + Name, HttpStatusCode.BadRequest, "lleva a otra carpeta"),
            ("XCADENA_\u202Etxt.20240514.txt", HttpStatusCode.BadRequest, "caracteres de control o invisibles"),
            ("XCADENA_\u200B.txt", HttpStatusCode.BadRequest, "caracteres de control o invisibles"),
            ("XCADENA_" + new string('9', 300) + ".txt", HttpStatusCode.BadRequest, "demasiado largo"),
            (".XCADENA.txt", HttpStatusCode.BadRequest, "empieza por punto"),
            ("XCADENA_20240514.zip", HttpStatusCode.UnsupportedMediaType, "no termina en .txt"),
            ("DESCONOCIDO_20240514.txt", HttpStatusCode.UnprocessableEntity, "no es de ninguna maestra"),
        })
        {
            using var answer = await visitor.UploadAsync("/archivos/subir", name, good);
            await AssertToldAsync(answer, status, sentence);
        }

        using var large = await visitor.UploadAsync("/archivos/subir", Name, new byte[(1024 * 1024) + 1]);
        await AssertToldAsync(large, HttpStatusCode.RequestEntityTooLarge, "pesa más de 1 MB");
        using var expired = await visitor.UploadAsync("/archivos/subir", Name, good, token: "caducado");
        await AssertToldAsync(expired, HttpStatusCode.BadRequest, "el formulario caducó");
        using var nothing = await visitor.UploadAsync("/archivos/subir", "", []);
        await AssertToldAsync(nothing, HttpStatusCode.BadRequest, "No eligió ningún archivo");
        using var notAForm = await visitor.PostAsync("/archivos/subir", "/archivos/subir");
        await AssertToldAsync(notAForm, HttpStatusCode.UnsupportedMediaType, "no es un formulario con un archivo");
        using var toNobody = await visitor.UploadAsync("/archivos/subir?archivo=999", Name, good, await visitor.ReadTokenAsync("/archivos/subir"));
        await AssertToldAsync(toNobody, HttpStatusCode.NotFound, "No hay ningún archivo con el número 999");
        foreach (var path in new[] { "/archivos/subir/no-es-una-carga?nombre=" + Name, $"/archivos/subir/{Guid.NewGuid():N}?nombre={Name}" })
        {
            using var gone = await visitor.GetAsync(path);
            await AssertToldAsync(gone, HttpStatusCode.Gone, "La carga caducó");
        }

        // Kept under a good name, and then asked for under another.
        using var kept = await visitor.UploadAsync("/archivos/subir", Name, good);
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        using var renamed = await visitor.GetAsync(kept.Headers.Location!.ToString().Replace(Name, "..%2F" + Name, StringComparison.Ordinal));
        await AssertToldAsync(renamed, HttpStatusCode.BadRequest, "lleva a otra carpeta");

        Assert.Empty(portal.Installation.Files());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(portal.Root, ".upload")));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM file"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name <> 'entrar'"));
    }

    [Fact]
    public async Task A_file_is_tried_against_its_master_and_nothing_is_left_of_it()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "trial");
        portal.WriteGoodChains("input");
        await portal.RunAsync();
        var before = await portal.Installation.DescribeAsync();
        var audited = await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name <> 'entrar'");
        await using var visit = await portal.VisitAsync("/maestras/XCADENA");
        await visit.PressAsync(visit.Link("Probar un archivo"));
        await visit.Page.GetByLabel("Elija un archivo o suéltelo aquí").SetInputFilesAsync(
            FileOf("XCADENA_20240515.txt", Lines("ASUPER INTER", "BCARULLA NUEVO", "ZOTRA", "9MALA", "ZREPETIDA")));
        await visit.PressAsync(visit.Button("Probar"));

        await visit.SeeAsync("no se cargó nada");
        var facts = visit.Page.Locator(".facts");
        await Expect(facts.First).ToContainTextAsync("Insertados1");
        await Expect(facts.First).ToContainTextAsync("Actualizados1");
        await Expect(facts.First).ToContainTextAsync("Borrados");
        await Expect(facts.Last).ToContainTextAsync("Leídos5");
        await Expect(facts.Last).ToContainTextAsync("Aceptados3");
        await Expect(visit.Page.Locator("tbody tr").First).ToContainTextAsync("CODCADE");
        await Expect(visit.Page.Locator("tbody tr").Nth(1)).ToContainTextAsync("ya apareció en la línea 3");
        visit.AssertClean();

        Assert.Equal(before, await portal.Installation.DescribeAsync());
        Assert.Equal(audited, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name <> 'entrar'"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM dry_run"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.Root, ".upload")));

        await visit.GoAsync("/maestras/NADIE/probar");
        Assert.Equal(404, visit.Response.Status);
    }

    [Fact]
    public async Task A_failed_file_and_a_waiting_one_that_nobody_wants_are_discarded_and_their_dates_settle()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "discard", ["XCADENA"]);
        portal.WriteBrokenChains();
        await portal.RunAsync();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(portal.Root, "error/2024-05-14", Name), TestContext.Current.CancellationToken);
        var id = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file");
        await using var visit = await portal.VisitAsync($"/archivos/{id}");
        await DiscardAsync(visit, "el ERP lo mandó por error");
        await Expect(visit.Results).ToContainTextAsync("queda descartado para la fecha 2024-05-14");
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("descartado", Patiently);
        await visit.GoAsync("/fechas");
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("correcta", Patiently);
        await visit.GoAsync("/");
        await visit.SeeAsync("Todo en orden");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(portal.Root, "error/2024-05-14", Name), TestContext.Current.CancellationToken));

        // What waits in input, known to the database.
        portal.Installation.WriteLines("XCADENA_20240515.txt", ["ASUPER INTER"]);
        await portal.Installation.ExecuteAsync(
            $"""
            INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
            OVERRIDING SYSTEM VALUE SELECT 20, 'XCADENA', 'XCADENA_20240515.txt', '2024-05-15', chain_order, 20, 'input/XCADENA_20240515.txt', 'input', 322
              FROM file WHERE file_id = {id}
            """);
        await visit.GoAsync("/archivos/20");
        await DiscardAsync(visit, "sobra");
        await Expect(visit.Results).ToContainTextAsync("queda descartado para la fecha 2024-05-15; sus bytes se conservan en error/2024-05-15/XCADENA_20240515.txt");
        await portal.RunAsync("2024-05-15");

        Assert.Equal(["error/2024-05-14/" + Name, "error/2024-05-15/XCADENA_20240515.txt"], portal.Installation.Files());
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL AND file_id IS NOT NULL"));
        Assert.Equal(
            "operador succeeded el ERP lo mandó por error failed,operador succeeded sobra",
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', user_name, result_status, additional_info ->> 'reason', additional_info -> 'before' ->> 'status'), ',' ORDER BY id)
                  FROM audit_log WHERE procedure_name = 'descartar_archivo'
                """));

        // Twice, without a reason, and of one that is not there.
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        using var twice = await visitor.PostAsync($"/archivos/{id}?handler=Discard", "/", ("motivo", "otra vez"));
        Assert.Equal(HttpStatusCode.Redirect, twice.StatusCode);
        using var nobody = await visitor.PostAsync("/archivos/999?handler=Discard", "/", ("motivo", "otra vez"));
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        Assert.Equal(
            "solo se descarta lo que falló o lo que espera en input",
            await portal.Installation.ScalarAsync<string>(
                "SELECT substring(error_message from 'solo se.*input') FROM audit_log WHERE procedure_name = 'descartar_archivo' AND result_status = 'error'"));
    }

    private static async Task DiscardAsync(Visit visit, string reason)
    {
        await visit.Page.Locator(".discard > summary").ClickAsync();
        await visit.Page.GetByLabel("Motivo").FillAsync(reason);
        await visit.PressAsync(visit.Page.Locator(".discard form button"));
    }

    private static async Task AssertToldAsync(HttpResponseMessage answer, HttpStatusCode status, string sentence)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode}, expected '{sentence}'");
        Assert.Contains(sentence, text, StringComparison.Ordinal);
    }

    private static FilePayload FileOf(string name, string text) => new() { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(text) };

    private static string Lines(params string[] lines) => string.Concat(lines.Select(l => l.PadRight(321) + "\n"));
}
