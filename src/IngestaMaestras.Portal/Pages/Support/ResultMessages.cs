using System.Text.Json;
using IngestaMaestras.Ingestion.Operations;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>
/// Carries the results of an action over the redirect to the next page. They travel in a cookie, which holds little: what
/// failed goes first, and what does not fit is counted.
/// </summary>
internal static class ResultMessages
{
    private const string Key = "results";
    private const int MaxCharacters = 6_000;

    public static void Put(ITempDataDictionary tempData, IReadOnlyList<OperationResult> results)
    {
        List<ResultMessage> kept = [];
        var room = MaxCharacters;
        foreach (var result in results.OrderBy(r => r.Done))
        {
            room -= result.Message.Length;
            if (room < 0)
            {
                kept.Add(new ResultMessage(true, T("Shared.MoreResults", results.Count - kept.Count), null));
                break;
            }

            kept.Add(new ResultMessage(result.Done, result.Message, result.RunId));
        }

        tempData[Key] = JsonSerializer.Serialize(kept);
    }

    /// <summary>The results that wait to be shown, once.</summary>
    public static IReadOnlyList<ResultMessage> Take(ITempDataDictionary tempData) =>
        tempData[Key] is string json ? JsonSerializer.Deserialize<List<ResultMessage>>(json) ?? [] : [];
}
