using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Audit;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;
using PageOf = IngestaMaestras.Ingestion.Queries.Page;

namespace IngestaMaestras.Portal.Pages.Audit;

/// <summary>Auditoría: who did what, when, and what came of it.</summary>
public sealed class IndexModel(AuditQueries audit) : PortalPage
{
    public static readonly IReadOnlyList<string> FilterNames = ["desde", "hasta", "usuario", "accion", "resultado"];

    private const int PageSize = 50;
    private const int ExportSize = 1_000;

    /// <summary>Actions that can be chosen; others are found by their address.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        "procesar_archivo", "ejecutar_ingesta", "iniciar_ejecucion", "reprocesar", "reintentar", "cancelar", "devolver_a_input", "aprobar_borrado",
        "descartar_retenido", "pausar", "reanudar", "entregar_ahora", "reenviar", "reconciliar", "olvidar_destino", "entrega_desde_cero",
        "cambiar_clave", "omitir_noche", "conciliar_carpetas", "purgar_borrados", "purgar_registro_de_pasos", "anotar_ejecucion",
        "reprocesar_archivos", "devolver_archivos", "repetir_fechas", "resolver_errores", "entregar", "comparar", "reparar", "simular", "cancelar_operacion",
        "continuar_operacion", "aceptar", "retirar_aceptacion", "resolver_error", "reabrir_error", "guardar_filtro", "borrar_filtro", "hangfire", "entrar", "cuenta_crear", "cuenta_clave_nueva",
        "cuenta_clave_propia", "cuenta_rol", "cuenta_desactivar", "cuenta_activar", "cuenta_cerrar_sesiones",
        "planear_reconstruccion", "cancelar_reconstruccion", "revision_mensual", "informe_permisos", "clave_api_crear", "clave_api_revocar", "entrar_api",
    ];

    public static IReadOnlyList<string> Statuses { get; } = ["succeeded", "queued", "partial", "failed", "error", "held", "cancelled", "skipped", "locked"];

    [BindProperty(SupportsGet = true, Name = "desde")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "usuario")]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true, Name = "accion")]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true, Name = "resultado")]
    public string? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? Before { get; set; }

    public Page<AuditItem> Rows { get; private set; } = null!;

    public bool IsFiltered => From is not null || To is not null || Blank(Who) is not null || Blank(What) is not null || Blank(Outcome) is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var before = AuditCursor.TryParse(Before);
        if (before is null && !string.IsNullOrEmpty(Before))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(Before), "antes"));
        }

        Rows = await audit.ListAsync(Filter, before, PageSize, ct);
        return Page();
    }

    /// <summary>Every row of the filter, for Excel.</summary>
    public IActionResult OnGetCsv([FromServices] IServiceProvider services, CancellationToken ct) => AuditCsv.Of(
        PageOf.StreamAsync<AuditItem>(next => audit.ListAsync(Filter, AuditCursor.TryParse(next), ExportSize, ct)), services.GetRequiredService<Show>());

    private AuditFilter Filter => new(From, To, Blank(Who), Blank(What), Blank(Outcome));
}
