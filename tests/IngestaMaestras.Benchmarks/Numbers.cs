namespace IngestaMaestras.Benchmarks;

internal static class Numbers
{
    public static double Median<T>(IEnumerable<T> results, Func<T, double> of)
    {
        var sorted = results.Select(of).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
