using System.Net;
using System.Text;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Files put right in the browser, without a shell.</summary>
public sealed class CorrectionTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Broken = "error/2024-05-14/XCADENA_20240514.txt";

    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { IgnoreCase = true, Timeout = 60_000 };

    [Fact]
    public async Task From_sign_in_to_a_green_date_by_correcting_a_failed_file()
    {
        await using var portal = await FailedNightAsync("correct");
        var before = await File.ReadAllBytesAsync(Path.Combine(portal.Root, Broken), TestContext.Current.CancellationToken);
        await portal.AddAccountAsync("ana", Roles.Operator);
        await using var visit = await portal.VisitAsync("/", role: null);
        var page = visit.Page;
        await page.GetByLabel("Usuario").FillAsync("ana");
        await page.GetByLabel("Contraseña").FillAsync(PortalUnderTest.Password);
        await visit.PressAsync(visit.Button("Entrar"));

        await visit.PressAsync(visit.Link("Corregir XCADENA_20240514.txt"));
        await Expect(page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 3");
        var cell = page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true });
        await Expect(cell).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#estado-1")).ToContainTextAsync("no cumple el patrón");
        await cell.FillAsync("A");
        await Expect(page.Locator("#estado-1")).ToContainTextAsync("correcta");
        await Expect(cell).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 2");
        // What is typed wrong is told as it is typed; a name with accents is as good as any.
        await page.GetByLabel("CODCADE, línea 2", new PageGetByLabelOptions { Exact = true }).FillAsync("7");
        await Expect(page.Locator("#estado-2")).ToContainTextAsync("«7»");
        await page.GetByLabel("CODCADE, línea 2", new PageGetByLabelOptions { Exact = true }).FillAsync("B");
        await page.GetByLabel("NOMBRE, línea 2", new PageGetByLabelOptions { Exact = true }).FillAsync("CARULLA PEÑÓN");
        await page.GetByLabel("CODCADE, línea 3", new PageGetByLabelOptions { Exact = true }).FillAsync("C");
        await Expect(page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 0");

        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        await Expect(visit.Results).ToContainTextAsync("se procesa para la fecha 2024-05-14 en la ejecución 2");
        Assert.Equal("/ejecuciones/2", visit.PathAndQuery);
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        await visit.GoAsync("/");
        await visit.SeeAsync("Todo en orden");
        visit.AssertClean();

        // The original stays as it was; the new file is the old one but for what was typed.
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(portal.Root, Broken), TestContext.Current.CancellationToken));
        Assert.Equal(
            [Broken, "processed/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(
            string.Concat(new[] { "ASUPER INTER", "BCARULLA PEÑÓN", "CSURTIMAX" }.Select(l => l.PadRight(321) + "\n")),
            await File.ReadAllTextAsync(Path.Combine(portal.Root, "processed/2024-05-14/XCADENA_20240514.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("A SUPER INTER,B CARULLA PEÑÓN,C SURTIMAX", await ReadChainsAsync(portal));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL"));
        Assert.Equal(
            "corregir_archivo ana succeeded 1SUPER INTER>ASUPER INTER 2CARULLA>BCARULLA PEÑÓN 3SURTIMAX>CSURTIMAX",
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT concat_ws(' ', procedure_name, user_name, result_status,
                       (SELECT string_agg((l ->> 'before') || '>' || (l ->> 'after'), ' ') FROM jsonb_array_elements(additional_info -> 'lines') l))
                  FROM audit_log WHERE procedure_name = 'corregir_archivo'
                """));
        Assert.Equal("1 1", await portal.Installation.ScalarAsync<string>(
            "SELECT parent_run_id || ' ' || (SELECT count(DISTINCT root_file_id) FROM file WHERE maestra = 'XCADENA') FROM run WHERE run_id = 2"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.Root, ".upload")));
    }

    [Fact]
    public async Task Rejected_lines_are_corrected_and_added_to_what_their_file_loaded()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "rejects");
        portal.WriteGoodCurrencies();
        portal.Installation.WriteLines($"XCADENA_{PortalUnderTest.CompactDate}.txt", ["ASUPER INTER", "2CARULLA", "CSURTIMAX", "3MALA"]);
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/archivos?carpeta=processed");
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "XCADENA_20240514.txt", Exact = true }));
        await visit.PressAsync(visit.Link("Corregir los rechazos"));

        await Expect(visit.Page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 2");
        await visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true }).FillAsync("B");
        await visit.Page.GetByLabel("Quitar la línea 2").CheckAsync();
        await Expect(visit.Page.Locator("#estado-2")).ToContainTextAsync("se quitará");
        await Expect(visit.Page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 0");
        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);

        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());
        Assert.Equal("A SUPER INTER,B CARULLA,C SURTIMAX", await ReadChainsAsync(portal));
        // The rejects file as it was, and beside it the corrected one.
        var id = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE file_name = 'XCADENA_20240514.txt'");
        Assert.Contains($"processed/2024-05-14/XCADENA_rechazos-{id}.txt", portal.Installation.Files());
        Assert.Contains($"processed/2024-05-14/XCADENA_rechazos-{id}~1.txt", portal.Installation.Files());
        Assert.Equal(
            $"{id} {id}",
            await portal.Installation.ScalarAsync<string>("SELECT origin_file_id || ' ' || root_file_id FROM file WHERE origin_file_id IS NOT NULL"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Of_two_who_save_the_same_correction_one_acts_and_the_other_is_told_who()
    {
        await using var portal = await FailedNightAsync("rivals");
        await portal.AddAccountAsync("ana", Roles.Operator);
        await portal.AddAccountAsync("luis", Roles.Operator);
        using Browserless ana = new(portal.Url);
        using Browserless luis = new(portal.Url);
        await ana.SignInAsync("ana", PortalUnderTest.Password);
        await luis.SignInAsync("luis", PortalUnderTest.Password);
        var path = $"/archivos/{await FailedIdAsync(portal)}/corregir";
        (string, string)[] fields = [.. await ReadFormAsync(ana, path), ("c-1-0", "A"), ("c-2-0", "B"), ("c-3-0", "C")];

        var answers = await Task.WhenAll(ana.PostAsync(path + "?handler=Save", path, fields), luis.PostAsync(path + "?handler=Save", path, fields));

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        var refused = await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("(ana|luis) ya guardó una corrección de este archivo|todavía no termina", refused);
        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
        Assert.Equal(
            "error,succeeded",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(result_status, ',' ORDER BY result_status) FROM audit_log WHERE procedure_name = 'corregir_archivo'"));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task A_form_opened_before_the_file_changed_is_refused_and_says_what_changed()
    {
        await using var portal = await FailedNightAsync("stale");
        await using var visit = await portal.VisitAsync($"/archivos/{await FailedIdAsync(portal)}/corregir");
        await visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true }).FillAsync("A");
        portal.Installation.WriteLines("../" + Broken, ["1SUPER INTER", "BYA CORREGIDA", "3SURTIMAX"]);

        await visit.PressAsync(visit.Button("Guardar y reprocesar"));

        Assert.Equal(409, visit.Response.Status);
        await Expect(visit.Page.Locator("#no-guardado")).ToContainTextAsync("De las líneas que tenía a la vista cambiaron: 2");
        // What was typed is still there, on the file as it is now.
        await Expect(visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("A");
        await Expect(visit.Page.GetByLabel("NOMBRE, línea 2", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("YA CORREGIDA");
        Assert.Equal([Broken, "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));

        await visit.Page.GetByLabel("CODCADE, línea 3", new PageGetByLabelOptions { Exact = true }).FillAsync("C");
        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Equal("A SUPER INTER,B YA CORREGIDA,C SURTIMAX", await ReadChainsAsync(portal));
    }

    [Fact]
    public async Task Without_script_the_whole_form_is_judged_and_saved_only_knowingly_with_errors()
    {
        await using var portal = await FailedNightAsync("plain");
        await using var visit = await portal.VisitAsync($"/archivos/{await FailedIdAsync(portal)}/corregir", withScript: false);
        await visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true }).FillAsync("AB");
        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        Assert.Equal(422, visit.Response.Status);
        await Expect(visit.Page.Locator("#estado-1")).ToContainTextAsync("No cabe en el campo CODCADE: tiene 2 caracteres y el campo admite 1");
        await Expect(visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("AB");

        await visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true }).FillAsync("A");
        // Enter looks; it does not act.
        await visit.PressEnterAsync(visit.Page.GetByLabel("CODCADE, línea 1", new PageGetByLabelOptions { Exact = true }));
        await Expect(visit.Page.Locator("[data-wrong-count]")).ToHaveTextAsync("Líneas con error: 2");
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));

        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        await Expect(visit.Page.Locator("#no-guardado")).ToContainTextAsync("quedan 2 líneas con error");
        await visit.Page.GetByLabel("Guardar aunque queden líneas con error").CheckAsync();
        await visit.PressAsync(visit.Button("Guardar y reprocesar"));
        await Expect(visit.Results).ToContainTextAsync("se procesa para la fecha 2024-05-14");
        await portal.Installation.RunEndedAsync();
        Assert.Equal("A SUPER INTER", await ReadChainsAsync(portal));
    }

    [Fact]
    public async Task What_is_typed_on_one_page_of_the_grid_is_kept_on_the_others()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "paged", ["XCATEG"]);
        portal.Installation.WriteLines(
            $"XCATEG_{PortalUnderTest.CompactDate}.txt", Enumerable.Range(1, 250).Select(i => $"{(i == 200 ? "X01" : "001")}{i:00000}CATEGORÍA {i}"));
        await portal.RunAsync();
        var id = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file");
        await using var visit = await portal.VisitAsync($"/archivos/{id}/corregir");

        // The rejected line comes first, wherever it stands.
        await Expect(visit.Page.Locator("tr[data-line]").First).ToHaveAttributeAsync("id", "linea-200");
        await visit.Page.GetByLabel("SUBLIN, línea 200", new PageGetByLabelOptions { Exact = true }).FillAsync("002");
        await visit.PressAsync(visit.Button("Siguientes"));
        await visit.Page.GetByLabel("NOMBRE, línea 150", new PageGetByLabelOptions { Exact = true }).FillAsync("OTRO NOMBRE");
        await visit.PressAsync(visit.Button("Siguientes"));
        await visit.PressAsync(visit.Button("Guardar y reprocesar"));

        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());
        Assert.Equal(
            "001 OTRO NOMBRE,002 CATEGORÍA 200",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(to_char(sublin, 'FM000') || ' ' || nombre, ',' ORDER BY catego) FROM erp_categoria WHERE catego IN (150, 200)"));
        Assert.Equal(250, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_categoria"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_no_way_to_correct_and_is_refused()
    {
        await using var portal = await FailedNightAsync("look");
        var id = await FailedIdAsync(portal);
        await using var visit = await portal.VisitAsync($"/archivos/{id}", role: Roles.Reader);
        await Expect(visit.Page.Locator(".file-actions")).ToHaveCountAsync(0);
        foreach (var path in new[] { "/", "/ejecuciones/1", "/archivos", "/maestras/XCADENA" })
        {
            await visit.GoAsync(path);
            await Expect(visit.Page.Locator("a[href*='corregir'], a[href*='subir'], a[href*='probar']")).ToHaveCountAsync(0);
        }

        using Browserless reader = new(portal.Url);
        reader.Become(await portal.SignInAsync(Roles.Reader));
        foreach (var path in new[] { $"/archivos/{id}/corregir", "/archivos/subir", "/maestras/XCADENA/probar" })
        {
            using var shown = await reader.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, shown.StatusCode);
        }

        foreach (var path in new[] { $"/archivos/{id}/corregir?handler=Save", $"/archivos/{id}?handler=Discard" })
        {
            using var refused = await reader.PostAsync(path, "/", ("c-1-0", "A"), ("motivo", "porque sí"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        var token = await reader.ReadTokenAsync("/");
        foreach (var path in new[] { "/archivos/subir", "/maestras/XCADENA/probar" })
        {
            using var refused = await reader.UploadAsync(path, "XCADENA_20240514.txt", "ASUPER\n"u8.ToArray(), token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));
        Assert.Equal([Broken, "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
    }

    [Fact]
    public async Task Files_that_are_too_many_lines_gone_busy_or_of_nobody_are_told_with_the_right_status()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "unfit", ["XCATEG", "XMONEDA"]);
        portal.Installation.WriteLines(
            $"XCATEG_{PortalUnderTest.CompactDate}.txt", Enumerable.Range(1, 5_001).Select(i => $"X01{i:00000}CATEGORÍA {i}"));
        portal.Installation.WriteLines("XMONEDA_20240514.txt", ["x"]);
        portal.Installation.WriteLines("XMONEDA_20240514_2.txt", ["x"]);
        await portal.RunAsync();
        // As if its name had been no master's when it came.
        await portal.Installation.ExecuteAsync("UPDATE file SET maestra = NULL WHERE file_name = 'XMONEDA_20240514_2.txt'");
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));

        await AssertAnswerAsync(visitor, $"/archivos/{await IdAsync("XCATEG_20240514.txt")}/corregir", HttpStatusCode.UnprocessableEntity, "tiene 5.001 líneas");
        await AssertAnswerAsync(visitor, $"/archivos/{await IdAsync("XMONEDA_20240514_2.txt")}/corregir", HttpStatusCode.UnprocessableEntity, "no es de ninguna maestra");
        await AssertAnswerAsync(visitor, $"/archivos/{await IdAsync("XMONEDA_20240514.txt")}/corregir?rechazos=true", HttpStatusCode.Gone, "no hay ningún archivo de rechazos");
        await AssertAnswerAsync(visitor, "/archivos/999/corregir", HttpStatusCode.NotFound, "No hay ningún archivo con el número 999");
        File.Delete(Path.Combine(portal.Root, "error/2024-05-14/XMONEDA_20240514.txt"));
        var gone = $"/archivos/{await IdAsync("XMONEDA_20240514.txt")}/corregir";
        await AssertAnswerAsync(visitor, gone, HttpStatusCode.Gone, "alguien lo movió o lo borró");
        using var saved = await visitor.PostAsync(gone + "?handler=Save", "/", ("c-1-0", "01"), ("huella", "x"));
        Assert.Equal(HttpStatusCode.Gone, saved.StatusCode);

        Task<long> IdAsync(string name) => portal.Installation.ScalarAsync<long>($"SELECT file_id FROM file WHERE file_name = '{name}'");
    }

    private static async Task AssertAnswerAsync(Browserless visitor, string path, HttpStatusCode status, string sentence)
    {
        using var answer = await visitor.GetAsync(path);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode}");
        Assert.Contains(sentence, text, StringComparison.Ordinal);
    }

    private async Task<PortalUnderTest> FailedNightAsync(string label)
    {
        var portal = await PortalUnderTest.StartAsync(postgres, chromium, label);
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        return portal;
    }

    private static Task<long> FailedIdAsync(PortalUnderTest portal) =>
        portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE maestra = 'XCADENA' ORDER BY file_id LIMIT 1");

    private static Task<string?> ReadChainsAsync(PortalUnderTest portal) =>
        portal.Installation.ScalarAsync<string>("SELECT string_agg(codcade || ' ' || nombre, ',' ORDER BY codcade) FROM erp_cadena");

    /// <summary>What the page's form carries besides what people type.</summary>
    internal static async Task<(string Name, string Value)[]> ReadFormAsync(Browserless visitor, string path)
    {
        using var shown = await visitor.GetAsync(path);
        var text = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return
        [
            .. new[] { "huella", "tamano", "familia", "lineas" }.Select(name => (
                name, System.Text.RegularExpressions.Regex.Match(text, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value)),
        ];
    }
}
