using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>The form of <em>Nueva ejecución</em>.</summary>
public sealed class NewRunForm
{
    public const string Everything = "todo";
    public const string Deliveries = "entregas";
    public const string Simulate = "simular";

    /// <summary>Which button was pressed, or the steps that were chosen.</summary>
    [FromForm(Name = "hacer")]
    public string? What { get; set; }

    [FromForm(Name = "maestras")]
    public string[] Only { get; set; } = [];

    [FromForm(Name = "forzar")]
    public bool Force { get; set; }

    [FromForm(Name = "repetir")]
    public bool Repeat { get; set; }

    [FromForm(Name = "atras")]
    public bool Rollback { get; set; }

    [FromForm(Name = "motivo")]
    public string? Reason { get; set; }
}
