using System.Text.Json;
using System.Text.Json.Nodes;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonNestingTests
{
    private const int SmallStack = 192 * 1024;

    public static TheoryData<string> Forms() => ["objects", "lists", "list objects", "dotted key", "dotted keys", "table field"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_deepest_allowed_text_decodes_and_becomes_json(string form)
    {
        var decoded = ToonDecoder.Decode(Nested(form, ToonLimits.MaxDepth), Expanding(form));

        Assert.Equal(ToonLimits.MaxDepth, Depth(ToonAssert.Json(decoded)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void One_level_more_is_refused_with_a_place_and_the_limit(string form)
    {
        var error = Assert.Throws<ToonException>(
            () => ToonDecoder.Decode(Nested(form, ToonLimits.MaxDepth + 1), Expanding(form)));

        Assert.Equal(ToonErrorCode.TooDeep, error.Code);
        Assert.InRange(error.Line, 1, int.MaxValue);
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nesting_never_overflows_even_a_small_stack(string form)
    {
        foreach (var depth in (int[])[300, ToonLimits.MaxDepth, 3000])
        {
            var text = Nested(form, depth);
            OnSmallStack(() =>
            {
                try
                {
                    ToonDecoder.Decode(text, Expanding(form));
                }
                catch (ToonException e)
                {
                    Assert.Equal(ToonErrorCode.TooDeep, e.Code);
                }
            });
        }
    }

    [Fact]
    public void A_lower_limit_can_be_set()
    {
        ToonDecodeOptions options = new() { MaxDepth = 3, Indent = 1 };

        Assert.IsType<ToonObject>(ToonDecoder.Decode(Nested("objects", 3), options));
        Assert.Throws<ToonException>(() => ToonDecoder.Decode(Nested("objects", 4), options));
    }

    [Fact]
    public void Deep_json_is_encoded_to_the_same_limit_and_refused_beyond()
    {
        var deepest = Json(ToonLimits.MaxDepth);
        foreach (var folding in Enum.GetValues<ToonKeyFolding>())
        {
            ToonEncodeOptions options = new() { Indent = 1, KeyFolding = folding };
            var text = ToonEncoder.Encode(deepest, options);
            var decoded = ToonDecoder.Decode(
                text, new ToonDecodeOptions { Indent = 1, ExpandPaths = ToonPathExpansion.Safe });
            Assert.Equal(deepest.GetRawText(), ToonAssert.Json(decoded));
        }

        var error = Assert.Throws<ToonException>(() => ToonEncoder.Encode(Json(ToonLimits.MaxDepth + 1)));
        Assert.Equal(ToonErrorCode.TooDeep, error.Code);
    }

    [Fact]
    public void Encoding_never_overflows_even_a_small_stack()
    {
        ToonNode node = new ToonPrimitive(true, 0, 0);
        JsonNode json = JsonValue.Create(true);
        for (var i = 0; i < 5000; i++)
        {
            node = i % 2 == 0 ? new ToonArray([node], 0, 0) : new ToonObject([new ToonEntry("a", node, 0, 0)], 0, 0);
            json = i % 2 == 0 ? new JsonArray(json) : new JsonObject { ["a"] = json };
        }

        OnSmallStack(() => Assert.Throws<ToonException>(() => ToonEncoder.Encode(node)));
        OnSmallStack(() => Assert.Throws<ToonException>(() => ToonEncoder.Encode(json)));
        OnSmallStack(() => Assert.Throws<ToonException>(() => ToonEncoder.Encode(Json(5000))));
    }

    private static string Nested(string form, int depth) => form switch
    {
        "objects" => Lines(depth - 1, i => (i, "a:")),
        "lists" => Lines(depth, i => (i, (i == 0 ? "" : "- ") + (i < depth - 1 ? "[1]:" : "[0]:"))),
        "list objects" => "[1]:\n" + Lines((depth - 1) / 2, i => ((i * 2) + 1, "- a[1]:"))
            + "\n" + new string(' ', ((depth - 1) / 2 * 2) + 1) + (depth % 2 == 0 ? "-" : "- 1"),
        "dotted key" => Path(depth, "a") + ": 1",
        "dotted keys" => Path(depth, "a") + ": 1\n" + Path(depth, "b") + ": 2",
        "table field" => $"[1]{{{Path(depth - 1, "a")}}}:\n 1",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    private static string Lines(int count, Func<int, (int Depth, string Content)> line) => string.Join(
        '\n', Enumerable.Range(0, count).Select(line).Select(l => new string(' ', l.Depth) + l.Content));

    private static string Path(int segments, string last) =>
        string.Concat(Enumerable.Repeat("a.", segments - 1)) + last;

    private static ToonDecodeOptions Expanding(string form) => new()
    {
        Indent = 1,
        ExpandPaths = form.StartsWith("dotted", StringComparison.Ordinal) || form == "table field"
            ? ToonPathExpansion.Safe
            : ToonPathExpansion.Off,
    };

    private static JsonElement Json(int depth)
    {
        var text = string.Concat(Enumerable.Range(0, depth).Select(i => i % 3 == 0 ? "[" : "{\"a\":")) + "1"
            + string.Concat(Enumerable.Range(0, depth).Reverse().Select(i => i % 3 == 0 ? "]" : "}"));
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = depth + 1 });
        return document.RootElement.Clone();
    }

    private static int Depth(string json) => json.Count(c => c is '{' or '[');

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
