using System.Text;
using System.Text.Json;

namespace IngestaMaestras.Core.Toon;

/// <summary>Looks through a JSON text for what cannot become TOON, while its places are still known.</summary>
internal static class ToonJsonChecker
{
    internal static void Check(ToonUtf8 json, bool strict)
    {
        Utf8JsonReader reader = new(json.Bytes, new JsonReaderOptions { MaxDepth = ToonLimits.MaxDepth + 1 });
        Stack<Dictionary<string, int>?> containers = [];
        while (Read(json, ref reader))
        {
            var offset = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    containers.Push(reader.TokenType == JsonTokenType.StartObject ? [] : null);
                    if (containers.Count > ToonLimits.MaxDepth)
                        throw json.Error(ToonErrorCode.TooDeep, offset, At(json, offset), ToonLimits.MaxDepth);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    containers.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var name = String(json, ref reader);
                    if (!containers.Peek()!.TryAdd(name, offset) && strict)
                    {
                        var earlier = json.Line(containers.Peek()![name]);
                        throw json.Error(ToonErrorCode.DuplicateKey, offset, name, name, earlier);
                    }

                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    String(json, ref reader);
                    break;
                default:
                    break;
            }
        }
    }

    private static bool Read(ToonUtf8 json, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException e)
        {
            var offset = 0;
            for (var line = e.LineNumber ?? 0; line > 0; line--)
                offset += json.Bytes[offset..].IndexOf((byte)'\n') + 1;
            offset = Math.Min(offset + (int)(e.BytePositionInLine ?? 0), json.Bytes.Length);
            throw json.Error(ToonErrorCode.InvalidJson, offset, At(json, offset));
        }
    }

    /// <summary>
    /// System.Text.Json has no other way to say that an escape in a string is half of a surrogate pair.
    /// </summary>
    private static string String(ToonUtf8 json, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw json.Error(
                ToonErrorCode.LoneSurrogate, (int)reader.TokenStartIndex, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>The character at an offset; empty at the end of the text.</summary>
    private static string At(ToonUtf8 json, int offset)
    {
        Rune.DecodeFromUtf8(json.Bytes[offset..], out var rune, out var length);
        return length == 0 ? "" : rune.ToString();
    }
}
