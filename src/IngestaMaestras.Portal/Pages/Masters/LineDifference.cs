namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>A line that two texts share, or that only one of them has.</summary>
/// <param name="Kind"><c>same</c>, <c>old</c> or <c>new</c>.</param>
internal sealed record LineDifference(string Kind, string Text)
{
    /// <summary>Longer texts than layouts are.</summary>
    private const int MaxLines = 1_000;

    /// <summary>What has to go from the old text and to come into it to make the new one, by the longest common lines.</summary>
    public static IReadOnlyList<LineDifference> Between(string old, string @new)
    {
        var a = old.TrimEnd().Split('\n').Take(MaxLines).ToArray();
        var b = @new.TrimEnd().Split('\n').Take(MaxLines).ToArray();
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<LineDifference> lines = [];
        int x = 0, y = 0;
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
            {
                lines.Add(new LineDifference("same", a[x++]));
                y++;
            }
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1]))
            {
                lines.Add(new LineDifference("old", a[x++]));
            }
            else
            {
                lines.Add(new LineDifference("new", b[y++]));
            }
        }

        return lines;
    }
}
