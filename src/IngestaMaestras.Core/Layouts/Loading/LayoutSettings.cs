using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>The simple keys of a master, with the places that later checks speak about.</summary>
internal sealed record LayoutSettings
{
    public string? Table { get; init; }

    public ToonNode? TablePlace { get; init; }

    public SourceEncoding Encoding { get; init; } = SourceEncoding.Utf8;

    /// <summary>Null when <c>tipo</c> is missing or unknown: then positions cannot be judged.</summary>
    public RecordFormat? Format { get; init; }

    public char? Delimiter { get; init; }

    public ToonNode? DelimiterPlace { get; init; }

    public bool IgnoreHeader { get; init; }

    public int? Width { get; init; }

    public int? Parts { get; init; }

    public char DecimalSeparator { get; init; } = '.';

    public LoadMode Mode { get; init; } = LoadMode.Full;

    public decimal? AlertThreshold { get; init; }

    public decimal? RejectThreshold { get; init; }

    public decimal? DeleteThreshold { get; init; }

    public bool ExpectedDaily { get; init; } = true;

    public TimeOnly? Deadline { get; init; }

    public string? KafkaTopic { get; init; }

    public ToonNode? KafkaTopicPlace { get; init; }

    public EventFormat? EventFormat { get; init; }

    public string? Description { get; init; }

    public string? Owner { get; init; }
}
