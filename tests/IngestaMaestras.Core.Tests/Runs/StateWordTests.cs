using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Core.Tests.Runs;

/// <summary>Every state has a word that operators read.</summary>
public sealed class StateWordTests
{
    [Fact]
    public void Every_state_has_a_word_of_its_own_which_is_not_its_code()
    {
        string[][] words =
        [
            [.. Enum.GetValues<RunStatus>().Select(s => s.Word())], [.. Enum.GetValues<FileStatus>().Select(s => s.Word())],
            [.. Enum.GetValues<StepStatus>().Select(s => s.Word())], [.. Enum.GetValues<RunTrigger>().Select(t => t.Word())],
        ];
        Assert.All(words, kind => Assert.Equal(kind.Length, kind.Distinct().Count()));
        Assert.Empty(words.SelectMany(w => w).Intersect(Enum.GetValues<RunStatus>().Select(s => s.Code())));
        Assert.Equal(("cargado", "fallida", null), (FileStatus.Loaded.Word(), StateWords.Find("failed"), StateWords.Find("nada")));
    }
}
