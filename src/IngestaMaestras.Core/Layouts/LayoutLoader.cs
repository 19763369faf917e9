using IngestaMaestras.Core.Layouts.Loading;

namespace IngestaMaestras.Core.Layouts;

/// <summary>A layout file's name and text.</summary>
public sealed record LayoutText(string File, string Text);

/// <summary>Turns layout texts into a checked <see cref="LayoutSet"/>, or says everything that is wrong with them.</summary>
public static class LayoutLoader
{
    /// <summary>
    /// Reads every text and reports every problem of every master at once, in the order of the texts; whatever they
    /// hold, it does not throw. All or nothing: with one error the set is empty.
    /// </summary>
    public static LayoutLoadResult Load(IEnumerable<LayoutText> texts)
    {
        ProblemList problems = new();
        List<LayoutDraft> drafts = [];
        HashSet<string> unreadableTables = [];
        foreach (var (index, text) in texts.Index())
        {
            if (LayoutTextReader.Read(problems, index, text) is { } read)
            {
                drafts.AddRange(read);
            }
            else
            {
                unreadableTables.UnionWith(LayoutTextReader.GuessTables(text.Text));
            }
        }

        UniquenessChecker.Check(drafts);
        new ReferenceChecker(drafts, unreadableTables).Check();
        drafts.ForEach(TypeChecker.Check);
        var layouts = problems.HasErrors ? LayoutSet.Empty : new LayoutSet(drafts.Select(LayoutBuilder.Build));
        return new LayoutLoadResult(layouts, problems.InOrder());
    }

    /// <summary>
    /// A layout as the hub keeps it, one master alone: what it refers to is not there and is not checked, so a constant
    /// whose type a reference gives counts as text. Null when this program does not understand it.
    /// </summary>
    public static Layout? LoadStored(string source)
    {
        ProblemList problems = new();
        if (LayoutTextReader.Read(problems, 0, new LayoutText("", source)) is not [var draft])
        {
            return null;
        }

        foreach (var column in draft.Columns.Where(c => c.IsTypeOpen))
        {
            column.Type ??= FieldType.UnlimitedText;
        }

        return problems.HasErrors ? null : LayoutBuilder.Build(draft);
    }
}
