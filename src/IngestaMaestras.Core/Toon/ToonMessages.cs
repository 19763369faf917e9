using System.Globalization;
using System.Resources;
using System.Text;

namespace IngestaMaestras.Core.Toon;

/// <summary>
/// The texts of <see cref="ToonException"/>, in the language of the thread (Spanish unless translated).
/// </summary>
internal static class ToonMessages
{
    private const int MaxShown = 60;

    private static readonly ResourceManager Resources =
        new("IngestaMaestras.Core.Toon.ToonMessages", typeof(ToonMessages).Assembly);

    internal static string Problem(ToonErrorCode code, ReadOnlySpan<object?> args) =>
        Text(code.ToString(), Clip(args));

    internal static string Expected(ToonErrorCode code, ReadOnlySpan<object?> args) =>
        Text($"{code}.Expected", Clip(args));

    internal static string Compose(int line, int column, string problem, string found, string expected) => line > 0
        ? Text("At", line, column, problem, found, expected)
        : Text("Nowhere", problem, found, expected);

    /// <summary>A piece of the text as it can be shown on one line of a terminal.</summary>
    internal static string Show(string found) => found.Length == 0 ? Text("Nothing") : $"«{Clip(found)}»";

    internal static string Text(string name, params object?[] args)
    {
        var format = Resources.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new MissingManifestResourceException($"ToonMessages: {name}");
        return string.Format(CultureInfo.InvariantCulture, format, args);
    }

    private static object?[] Clip(ReadOnlySpan<object?> args)
    {
        var clipped = new object?[args.Length];
        for (var i = 0; i < args.Length; i++)
            clipped[i] = args[i] is string text ? Clip(text) : args[i];
        return clipped;
    }

    private static string Clip(string text)
    {
        StringBuilder clipped = new();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clipped.Length >= MaxShown)
            {
                clipped.Append('…');
                break;
            }

            _ = rune.Value switch
            {
                '\t' => clipped.Append("\\t"),
                '\n' => clipped.Append("\\n"),
                '\r' => clipped.Append("\\r"),
                _ when Rune.IsControl(rune) => clipped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => clipped.Append(rune.ToString()),
            };
        }

        return clipped.ToString();
    }
}
