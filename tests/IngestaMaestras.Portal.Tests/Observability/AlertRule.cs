using System.Text.RegularExpressions;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>A rule of the rendered files: an alert's or a recorded one.</summary>
internal sealed partial record AlertRule(string Name, bool IsAlert, string Expression, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Rules as these files write them, one setting a line.</summary>
    public static IReadOnlyList<AlertRule> Read(string path)
    {
        List<AlertRule> rules = [];
        foreach (var part in Start().Split(File.ReadAllText(path)).Skip(1))
        {
            var head = Head().Match(part);
            Dictionary<string, string> values = [];
            foreach (Match line in Setting().Matches(part))
            {
                values[line.Groups[1].Value] = line.Groups[2].Value.Trim('\'');
            }

            var expression = Expr().Match(part).Groups[1].Value;
            rules.Add(new AlertRule(head.Groups[2].Value, head.Groups[1].Value == "alert", Spaces().Replace(expression, " ").Trim(), values));
        }

        return rules;
    }

    [GeneratedRegex("^      - (?=alert:|record:)", RegexOptions.Multiline)]
    private static partial Regex Start();

    [GeneratedRegex(@"^(alert|record): (\S+)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^ +(severity|depende|summary|description|enlace): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^        expr: (?:>-)?((?:.|\n)*?)(?=^        (?:for|labels):|^      #|\z)", RegexOptions.Multiline)]
    private static partial Regex Expr();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
