namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>
/// The order of a list of errors: by business date and moment; the rows of one load, which were written together, in the
/// order of their lines.
/// </summary>
/// <param name="IsNewestFirst">The latest date and moment first.</param>
/// <param name="IsReversed">Read from its end.</param>
public readonly record struct ErrorOrder(bool IsNewestFirst, bool IsReversed = false)
{
    public static ErrorOrder NewestFirst => new(true);

    public static ErrorOrder OldestFirst => new(false);

    public ErrorOrder Reverse() => this with { IsReversed = !IsReversed };

    internal bool IsTimeDescending => IsNewestFirst != IsReversed;

    internal bool IsIdDescending => IsReversed;
}
