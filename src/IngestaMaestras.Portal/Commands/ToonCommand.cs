using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Resources;
using System.Text;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta toon decode|encode</c>: TOON to JSON and back, from standard input to standard output.</summary>
/// <remarks>
/// Both verbs take all options, as other TOON tools do; each uses those that concern it and the help says which.
/// </remarks>
internal static class ToonCommand
{
    private const string Off = "off";
    private const string Safe = "safe";

    private static readonly ResourceManager Texts = new(typeof(ToonCommand));

    private static readonly Option<int> Indent = new("--indent")
    {
        Description = Text("Indent", ToonLimits.MaxIndent),
        HelpName = "N",
        DefaultValueFactory = _ => 2,
        CustomParser = result => Integer(result, 1, ToonLimits.MaxIndent),
    };

    private static readonly Option<char> Delimiter = new("--delimiter")
    {
        Description = Text("Delimiter"),
        HelpName = "C",
        DefaultValueFactory = _ => ',',
        CustomParser = result => result.Tokens[0].Value switch
        {
            "," or "comma" => ',',
            "|" or "pipe" => '|',
            "\t" or "\\t" or "tab" => '\t',
            _ => Refuse<char>(result, "comma (,), pipe (|), tab (\\t)"),
        },
    };

    private static readonly Option<bool> Strict = new("--strict")
    {
        Description = Text("Strict"),
        HelpName = "true|false",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<ToonPathExpansion> ExpandPaths =
        Mode("--expand-paths", "ExpandPaths", ToonPathExpansion.Off, ToonPathExpansion.Safe);

    private static readonly Option<ToonKeyFolding> KeyFolding =
        Mode("--key-folding", "KeyFolding", ToonKeyFolding.Off, ToonKeyFolding.Safe);

    private static readonly Option<int?> FlattenDepth = new("--flatten-depth")
    {
        Description = Text("FlattenDepth"),
        HelpName = "N",
        CustomParser = result => Integer(result, 0, int.MaxValue),
    };

    public static Command Create()
    {
        Command decode = new("decode", Text("Decode"));
        decode.SetAction(result => Convert(result, input => Decode(result, input)));
        Command encode = new("encode", Text("Encode"));
        encode.SetAction(result => Convert(result, input => Encode(result, input)));
        Command toon = new("toon", Text("Toon"));
        foreach (var verb in (Command[])[decode, encode])
        {
            foreach (var option in (Option[])[Indent, Delimiter, Strict, ExpandPaths, KeyFolding, FlattenDepth])
                verb.Options.Add(option);
            toon.Subcommands.Add(verb);
        }

        return toon;
    }

    private static ReadOnlyMemory<byte> Decode(ParseResult result, byte[] input)
    {
        ToonDecodeOptions options = new()
        {
            Indent = result.GetValue(Indent),
            Strict = result.GetValue(Strict),
            ExpandPaths = result.GetValue(ExpandPaths),
        };
        return (byte[])[.. ToonConverter.ToJson(input, options).Span, (byte)'\n'];
    }

    /// <summary>TOON has no line break at its end, which only a person at a terminal misses.</summary>
    private static ReadOnlyMemory<byte> Encode(ParseResult result, byte[] input)
    {
        ToonEncodeOptions options = new()
        {
            Indent = result.GetValue(Indent),
            Delimiter = result.GetValue(Delimiter),
            KeyFolding = result.GetValue(KeyFolding),
            FlattenDepth = result.GetValue(FlattenDepth),
        };
        var toon = ToonConverter.FromJson(input, options, result.GetValue(Strict));
        return Encoding.UTF8.GetBytes(Console.IsOutputRedirected ? toon : toon + "\n");
    }

    private static int Convert(ParseResult result, Func<byte[], ReadOnlyMemory<byte>> convert)
    {
        using MemoryStream input = new();
        using (var stdin = Console.OpenStandardInput())
            stdin.CopyTo(input);
        try
        {
            var output = convert(input.ToArray());
            using var stdout = Console.OpenStandardOutput();
            stdout.Write(output.Span);
            return 0;
        }
        catch (ToonException e)
        {
            result.InvocationConfiguration.Error.WriteLine(Text("Rejected", e.Message));
            return 1;
        }
    }

    private static Option<T> Mode<T>(string name, string text, T off, T safe) => new(name)
    {
        Description = Text(text),
        HelpName = $"{Off}|{Safe}",
        CustomParser = result => result.Tokens[0].Value switch
        {
            Off => off,
            Safe => safe,
            _ => Refuse<T>(result, $"{Off}, {Safe}"),
        },
    };

    private static int Integer(ArgumentResult result, int min, int max) =>
        int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= min && value <= max
            ? value
            : Refuse<int>(result, max == int.MaxValue ? Text("AtLeast", min) : Text("Between", min, max));

    private static T Refuse<T>(ArgumentResult result, string expected)
    {
        var option = ((OptionResult)result.Parent!).Option.Name;
        result.AddError(Text("BadOption", option, result.Tokens[0].Value, expected));
        return default!;
    }

    private static string Text(string name, params object[] args)
    {
        var format = Texts.GetString(name, CultureInfo.CurrentUICulture)
            ?? throw new MissingManifestResourceException(name);
        return string.Format(CultureInfo.InvariantCulture, format, args);
    }
}
