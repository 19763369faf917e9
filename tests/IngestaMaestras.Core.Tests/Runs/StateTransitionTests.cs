using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Core.Tests.Runs;

/// <summary>Every move between states, legal or not, as the design has it.</summary>
public sealed class StateTransitionTests
{
    [Theory]
    [InlineData("queued", "running cancelled")]
    [InlineData("running", "queued succeeded partial failed held cancelled")]
    [InlineData("succeeded", "queued")]
    [InlineData("partial", "queued succeeded")]
    [InlineData("failed", "queued")]
    [InlineData("held", "queued succeeded partial failed cancelled")]
    [InlineData("cancelled", "")]
    public void A_run_moves_only_to_these_states(string from, string to) =>
        Assert.Equal(
            to, string.Join(' ', Enum.GetValues<RunStatus>().Where(s => StateTransitions.CanMove(StateCodes.ToRunStatus(from), s)).Select(s => s.Code())));

    [Theory]
    [InlineData("pending", "running cancelled")]
    [InlineData("running", "loaded unchanged superseded held discarded failed cancelled")]
    [InlineData("loaded", "pending")]
    [InlineData("unchanged", "pending")]
    [InlineData("superseded", "pending")]
    [InlineData("held", "pending cancelled")]
    [InlineData("discarded", "pending")]
    [InlineData("failed", "pending discarded")]
    [InlineData("cancelled", "pending")]
    public void A_file_moves_only_to_these_states(string from, string to) =>
        Assert.Equal(
            to, string.Join(' ', Enum.GetValues<FileStatus>().Where(s => StateTransitions.CanMove(StateCodes.ToFileStatus(from), s)).Select(s => s.Code())));

    [Theory]
    [InlineData("pending", "running skipped")]
    [InlineData("running", "pending running waiting-retry succeeded failed skipped")]
    [InlineData("waiting-retry", "pending running failed")]
    [InlineData("succeeded", "pending running")]
    [InlineData("failed", "pending running")]
    [InlineData("skipped", "running")]
    public void A_step_moves_only_to_these_states(string from, string to) =>
        Assert.Equal(
            to, string.Join(' ', Enum.GetValues<StepStatus>().Where(s => StateTransitions.CanMove(StateCodes.ToStepStatus(from), s)).Select(s => s.Code())));

    [Fact]
    public void Statements_name_the_states_they_start_from_as_the_moves_have_them()
    {
        Assert.Equal(["queued"], StateTransitions.CodesBefore(RunStatus.Running));
        Assert.Equal(["running", "succeeded", "partial", "failed", "held"], StateTransitions.CodesBefore(RunStatus.Queued));
        Assert.Equal(["pending"], StateTransitions.CodesBefore(FileStatus.Running));
        Assert.Equal(["running"], StateTransitions.CodesBefore(FileStatus.Loaded));
    }

    [Fact]
    public void A_held_run_and_a_held_file_are_not_active()
    {
        Assert.Equal(["queued", "running"], Enum.GetValues<RunStatus>().Where(s => !s.IsEnded()).Select(s => s.Code()));
        Assert.Equal(["pending", "running"], Enum.GetValues<FileStatus>().Where(s => !s.IsEnded()).Select(s => s.Code()));
    }

    [Fact]
    public void A_word_that_is_no_state_is_refused() =>
        Assert.Throws<ArgumentException>(() => StateCodes.ToRunStatus("Running"));
}
