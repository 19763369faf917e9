using System.Collections.Frozen;

namespace IngestaMaestras.Core.Runs;

/// <summary>The words under which states are kept in the database and shown to scripts, in one place.</summary>
public static class StateCodes
{
    private static readonly Codes<RunStatus> Runs = new();
    private static readonly Codes<FileStatus> Files = new();
    private static readonly Codes<StepStatus> Steps = new();
    private static readonly Codes<StepName> StepNames = new();
    private static readonly Codes<RunTrigger> Triggers = new();

    public static string Code(this RunStatus value) => Runs.Of(value);

    public static string Code(this FileStatus value) => Files.Of(value);

    public static string Code(this StepStatus value) => Steps.Of(value);

    public static string Code(this StepName value) => StepNames.Of(value);

    public static string Code(this RunTrigger value) => Triggers.Of(value);

    /// <exception cref="ArgumentException">The word is not a run's state.</exception>
    public static RunStatus ToRunStatus(string code) => Runs.Parse(code);

    /// <exception cref="ArgumentException">The word is not a file's state.</exception>
    public static FileStatus ToFileStatus(string code) => Files.Parse(code);

    /// <exception cref="ArgumentException">The word is not a step's state.</exception>
    public static StepStatus ToStepStatus(string code) => Steps.Parse(code);

    /// <exception cref="ArgumentException">The word is not a trigger.</exception>
    public static RunTrigger ToRunTrigger(string code) => Triggers.Parse(code);

    /// <summary>Enum members in kebab case: <c>WaitingRetry</c> is <c>waiting-retry</c>.</summary>
    private sealed class Codes<T>
        where T : struct, Enum
    {
        private readonly FrozenDictionary<T, string> _codes =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Kebab(v.ToString()));

        public string Of(T value) => _codes[value];

        public T Parse(string code)
        {
            foreach (var (value, text) in _codes)
            {
                if (text == code)
                {
                    return value;
                }
            }

            throw new ArgumentException($"'{code}' is not a {typeof(T).Name}.", nameof(code));
        }

        private static string Kebab(string name) => string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
    }
}
