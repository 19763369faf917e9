using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The words for states that operators read (<c>Texts/States.resx</c>), in one place.</summary>
internal static class StateLabels
{
    public static string Of(RunStatus status) => T($"States.Run.{status.Code()}");

    public static string Of(FileStatus status) => T($"States.File.{status.Code()}");

    public static string Of(StepStatus status) => T($"States.Step.{status.Code()}");

    public static string Of(StepName step) => T($"States.StepName.{step.Code()}");

    public static string Of(RunTrigger trigger) => T($"States.Trigger.{trigger.Code()}");

    public static string Of(MasterCondition condition) => T($"States.Master.{condition}");

    public static string Of(ItemStatus status) => T($"States.Item.{status}");

    /// <summary>A step's name by its code; steps that this program does not know keep their code.</summary>
    public static string OfStep(string code) => Find($"States.StepName.{code}") ?? code;

    /// <summary>What a run noted; kinds that this program does not know keep their word.</summary>
    public static string OfFinding(string finding) => Find($"States.Finding.{finding}") ?? finding;

    public static string OfSeverity(string severity) => Find($"States.Severity.{severity}") ?? severity;
}
