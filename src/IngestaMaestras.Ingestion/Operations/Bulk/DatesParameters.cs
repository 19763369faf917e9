using System.Text.Json.Serialization;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Which files of which dates are run again.</summary>
public sealed record DatesParameters
{
    /// <summary>Longest range, in days.</summary>
    public const int MaxDays = 92;

    /// <summary>First business date, included.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last business date, included.</summary>
    public DateOnly To { get; init; }

    /// <summary>Only these dates of the range; null: all of it.</summary>
    public IReadOnlyList<DateOnly>? Dates { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<DateSelection>))]
    public DateSelection Which { get; init; }

    /// <summary>Only these masters; null: all.</summary>
    public IReadOnlyList<string>? Maestras { get; init; }

    /// <summary>Only the files that this run had; null: all of the dates.</summary>
    public long? RunId { get; init; }

    /// <summary>Merge files that are identical to the last load, too.</summary>
    public bool Force { get; init; }

    /// <summary>Apply files although later ones are in the hub: an administrator's action, with a reason.</summary>
    public bool Rollback { get; init; }
}

/// <summary>What of a date is run again.</summary>
public enum DateSelection
{
    /// <summary>Files that failed.</summary>
    Failed,

    /// <summary>What did not come, or came and was not taken.</summary>
    Missing,

    /// <summary>Every file of the date.</summary>
    All,
}
