namespace IngestaMaestras.Ingestion.Queries;

/// <summary>The conditions of a list's filter: only what is asked for, so that each combination is planned by the index that suits it.</summary>
internal sealed class Conditions
{
    private readonly List<string> _all = [];

    /// <summary>Adds a condition when its value is given.</summary>
    public void Add(object? value, string condition)
    {
        if (value is not null)
        {
            _all.Add(condition);
        }
    }

    /// <summary>The <c>WHERE</c> clause; empty when there is no condition.</summary>
    public override string ToString() => _all.Count == 0 ? "" : "WHERE " + string.Join(" AND ", _all);
}
