namespace IngestaMaestras.Testing;

/// <summary>The slow matrices, which run with <c>INGESTA_LONG=1</c> only (<c>./test.sh --long</c>).</summary>
public static class Long
{
    public const string Variable = "INGESTA_LONG";

    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>For tests that only make sense in full: <c>Assert.SkipUnless(Long.IsOn, Long.Reason)</c>.</summary>
    public static string Reason => $"runs with {Variable}=1 only";

    /// <summary>How often, how many, how large: one number for every day and one for the long run.</summary>
    public static T Choose<T>(T usual, T whenLong) => IsOn ? whenLong : usual;
}
