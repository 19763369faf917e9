using System.Text.RegularExpressions;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>The table of rules and tests names only tests that exist and are run.</summary>
public sealed partial class RulesDocumentTests
{
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "rules-and-tests.md");

    [Fact]
    public void Every_test_that_the_document_names_exists()
    {
        HashSet<string> tests = [.. FindTests()];

        Assert.NotEmpty(tests);
        Assert.DoesNotContain(ReadRows().SelectMany(row => row.Tests), test => !tests.Contains(test));
    }

    [Fact]
    public void Every_rule_has_a_test_or_says_what_it_waits_for()
    {
        List<Row> rows = [.. ReadRows()];

        Assert.True(rows.Count > 100, $"{rows.Count} rules were found in {Document}.");
        Assert.DoesNotContain(rows, row => row.Tests.Count == 0 && !row.Proof.StartsWith("later:", StringComparison.Ordinal));
        Assert.Distinct(rows.Select(row => row.Rule));
    }

    /// <summary>Lines such as <c>| rule | `Class.Method`, `Class.Method` |</c>.</summary>
    private static IEnumerable<Row> ReadRows() =>
        from line in File.ReadLines(Document)
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| rule ", StringComparison.Ordinal)
        let cells = line.Trim().Trim('|').Split(" | ", StringSplitOptions.TrimEntries)
        select new Row(cells[0], cells[^1], [.. NamedTest().Matches(cells[^1]).Select(match => match.Groups[1].Value)]);

    /// <summary>Methods with a test attribute, of every test project, as <c>Class.Method</c>.</summary>
    private static IEnumerable<string> FindTests() =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        from match in TestMethod().Matches(File.ReadAllText(path))
        select $"{Path.GetFileNameWithoutExtension(path)}.{match.Groups[1].Value}";

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\r\n]*\s+(?:(?:\[|//)[^\r\n]*\s+)*public (?:static )?(?:async )?\w+ (\w+)\(")]
    private static partial Regex TestMethod();

    private sealed record Row(string Rule, string Proof, IReadOnlyList<string> Tests);
}
