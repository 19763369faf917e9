using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Checks that no two masters claim the same file, table or topic.</summary>
internal static class UniquenessChecker
{
    public static void Check(IReadOnlyList<LayoutDraft> drafts)
    {
        Dictionary<string, LayoutDraft> maestras = [];
        Dictionary<string, LayoutDraft> tables = [];
        Dictionary<string, LayoutDraft> topics = [];
        foreach (var draft in drafts)
        {
            if (!maestras.TryAdd(draft.Maestra, draft))
            {
                var first = maestras[draft.Maestra];
                draft.Scope.Error(
                    draft.Entry, LayoutFault.DuplicateMaestra, draft.Maestra, first.SourceFile, first.Entry.Line);
            }

            if (draft.Settings is { Table: { } table, TablePlace: { } tablePlace } && !tables.TryAdd(table, draft))
            {
                Report(draft, tablePlace, LayoutFault.DuplicateTable, table, tables[table]);
            }

            // Kafka refuses topics that differ only in '.' and '_': the names of their metrics would be the same.
            if (draft.Settings is { KafkaTopic: { } topic, KafkaTopicPlace: { } topicPlace }
                && !topics.TryAdd(topic.Replace('.', '_'), draft))
            {
                Report(draft, topicPlace, LayoutFault.DuplicateTopic, topic, topics[topic.Replace('.', '_')]);
            }
        }
    }

    private static void Report(LayoutDraft draft, ToonNode place, LayoutFault fault, string name, LayoutDraft first) =>
        draft.Scope.Error(place, fault, name, first.Maestra, first.SourceFile);
}
