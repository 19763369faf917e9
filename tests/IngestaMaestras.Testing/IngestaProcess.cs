namespace IngestaMaestras.Testing;

/// <summary>The built program <c>ingesta</c>, of the same configuration as the tests that run it.</summary>
public sealed class IngestaProcess : TestProcess
{
    /// <param name="arguments">Verb and options.</param>
    /// <param name="environment">Variables to set (<c>Ingesta__DataRoot</c>…); null removes one.</param>
    /// <param name="workingDirectory">The top folder unless given.</param>
    public IngestaProcess(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
        : base(Command(arguments), WithoutMetrics(environment), workingDirectory ?? Repository.Root)
    {
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<ProcessResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null, string? input = null, TimeSpan? timeout = null) =>
        TestProcess.RunAsync(Command(arguments), WithoutMetrics(environment), workingDirectory ?? Repository.Root, input, timeout);

    /// <summary>Many processes on one machine cannot all have the port that metrics have by default: who wants them names one.</summary>
    private static Dictionary<string, string?> WithoutMetrics(IReadOnlyDictionary<string, string?>? environment)
    {
        Dictionary<string, string?> all = new(environment ?? new Dictionary<string, string?>());
        all.TryAdd("Metrics__Port", "0");
        return all;
    }

    private static IReadOnlyList<string> Command(IEnumerable<string> arguments) =>
        ["dotnet", Repository.Program, .. arguments];
}
