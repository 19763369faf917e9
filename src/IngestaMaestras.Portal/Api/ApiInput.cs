using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary>Reads what a request asks for, and collects everything that is wrong with it by name.</summary>
internal sealed class ApiInput
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 500;

    /// <summary>Length of a reason that is kept.</summary>
    public const int MaxReason = 500;

    private const int MaxWord = 200;

    private readonly Dictionary<string, string[]> _errors = [];

    public bool IsValid => _errors.Count == 0;

    /// <summary>The answer to a request that makes no sense.</summary>
    public IResult Refuse() => ApiProblem.Invalid(_errors);

    public void Add(string name, string message) => _errors[name] = [.. _errors.GetValueOrDefault(name, []), message];

    public DateOnly? Date(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Add(name, T("Api.BadDate"));
        return null;
    }

    public long? Id(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        Add(name, T("Api.BadId"));
        return null;
    }

    public int Limit(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MaxLimit)
        {
            return limit;
        }

        Add("limit", T("Api.BadLimit", MaxLimit));
        return DefaultLimit;
    }

    public bool? Flag(string name, string? text)
    {
        switch (text)
        {
            case null or "":
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Add(name, T("Api.BadFlag"));
                return null;
        }
    }

    /// <summary>One of a few words.</summary>
    public string? Code(string name, string? text, IReadOnlyList<string> words)
    {
        if (string.IsNullOrEmpty(text) || words.Contains(text))
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        Add(name, T("Api.BadWord", string.Join(", ", words)));
        return null;
    }

    /// <summary>Where a page begins, as the page before it said.</summary>
    public TCursor? After<TCursor>(string? text, Func<string?, TCursor?> parse)
        where TCursor : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (parse(text) is { } cursor)
        {
            return cursor;
        }

        Add("after", T("Api.BadCursor"));
        return null;
    }

    /// <summary>What people or programs write, without spaces around it; null when it is blank.</summary>
    public string? Text(string name, string? text, int max = MaxWord)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        if (trimmed.Length > max || trimmed.Any(char.IsControl))
        {
            Add(name, T("Api.BadText", max));
            return null;
        }

        return trimmed;
    }

    public string? Reason(string? text) => Text("reason", text, MaxReason);

    /// <summary>A master that a layout describes, in the layout's spelling.</summary>
    public string? Master(string name, string? text, LayoutSet layouts)
    {
        if (Text(name, text) is not { } word)
        {
            return null;
        }

        if (layouts.Find(word) is { } layout)
        {
            return layout.Maestra;
        }

        Add(name, T("Api.UnknownMaster", word, string.Join(", ", layouts.All.Select(l => l.Maestra))));
        return null;
    }

    public string? Target(string? text, DeliveryTargets targets)
    {
        if (Text("target", text) is { } word && targets.Find(word) is { } target)
        {
            return target.Name;
        }

        Add("target", T("Api.UnknownTarget", string.Join(", ", targets.All.Select(t => t.Name))));
        return null;
    }
}
