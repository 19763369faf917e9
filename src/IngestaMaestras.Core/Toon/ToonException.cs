namespace IngestaMaestras.Core.Toon;

/// <summary>A text that the TOON specification rejects, or a value that cannot be written as TOON.</summary>
/// <remarks>The message is in Spanish and complete: place, problem, what was found and what was expected.</remarks>
public sealed class ToonException : Exception
{
    private ToonException(ToonErrorCode code, int line, int column, string problem, string found, string expected)
        : base(ToonMessages.Compose(line, column, problem, found, expected))
    {
        Code = code;
        Line = line;
        Column = column;
        Problem = problem;
        Found = found;
        Expected = expected;
    }

    public ToonErrorCode Code { get; }

    /// <summary>Line number, from 1, in the text that was read; 0 for a value that was no text.</summary>
    public int Line { get; }

    /// <summary>Column number, from 1, in characters (an emoji is one); 0 when there is no line.</summary>
    public int Column { get; }

    /// <summary>What is wrong, in one sentence without the place.</summary>
    public string Problem { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    internal static ToonException Create(
        ToonErrorCode code, int line, int column, string found, params ReadOnlySpan<object?> args) => new(
            code, line, column,
            ToonMessages.Problem(code, args), ToonMessages.Show(found), ToonMessages.Expected(code, args));
}
