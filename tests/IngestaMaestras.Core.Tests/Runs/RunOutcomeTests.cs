using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Core.Tests.Runs;

/// <summary>A run ends as the worst of what happened in it.</summary>
public sealed class RunOutcomeTests
{
    [Theory]
    [InlineData("", false, "succeeded")]
    [InlineData("", true, "partial")]
    [InlineData("loaded unchanged superseded discarded", false, "succeeded")]
    [InlineData("loaded", true, "partial")]
    [InlineData("loaded failed", false, "failed")]
    [InlineData("loaded failed", true, "failed")]
    [InlineData("loaded failed held", true, "held")]
    [InlineData("cancelled cancelled", true, "cancelled")]
    [InlineData("cancelled loaded", false, "succeeded")]
    public void A_run_is_as_its_worst_file(string files, bool anythingMissing, string outcome) =>
        Assert.Equal(outcome, RunOutcome.Of(Read(files), anythingMissing).Code());

    [Theory]
    [InlineData("loaded pending")]
    [InlineData("running")]
    public void A_run_whose_files_have_not_all_ended_has_no_outcome(string files) =>
        Assert.Throws<InvalidOperationException>(() => RunOutcome.Of(Read(files), anythingMissing: false));

    private static FileStatus[] Read(string files) =>
        [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(StateCodes.ToFileStatus)];
}
