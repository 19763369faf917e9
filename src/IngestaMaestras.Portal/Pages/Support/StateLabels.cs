using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// The words for what pages show, in one place: states as everything that operators read says them (<see cref="StateWords"/>), the
/// rest from <c>Texts/States.resx</c>.
/// </summary>
internal static class StateLabels
{
    public static string Of(RunStatus status) => status.Word();

    public static string Of(FileStatus status) => status.Word();

    public static string Of(StepStatus status) => status.Word();

    public static string Of(StepName step) => T($"States.StepName.{step.Code()}");

    public static string Of(RunTrigger trigger) => trigger.Word();

    public static string Of(MasterCondition condition) => T($"States.Master.{condition}");

    public static string Of(ItemStatus status) => T($"States.Item.{status}");

    /// <summary>A step's name by its code; steps that this program does not know keep their code.</summary>
    public static string OfStep(string code) => Find($"States.StepName.{code}") ?? code;

    /// <summary>What a run noted; kinds that this program does not know keep their word.</summary>
    public static string OfFinding(string finding) => Find($"States.Finding.{finding}") ?? finding;

    public static string OfSeverity(string severity) => Find($"States.Severity.{severity}") ?? severity;
}
