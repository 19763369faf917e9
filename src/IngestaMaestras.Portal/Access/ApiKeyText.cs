using System.Security.Cryptography;
using System.Text;

namespace IngestaMaestras.Portal.Access;

/// <summary>What a key looks like: recognisable in a file where it should not be, and beyond guessing.</summary>
internal static class ApiKeyText
{
    public const string Start = "ing_";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>About 238 bits.</summary>
    private const int SecretLength = 40;

    private const int PrefixLength = 12;

    public static string Generate() => Start + RandomNumberGenerator.GetString(Letters, SecretLength);

    /// <summary>What may be shown of it.</summary>
    public static string PrefixOf(string key) => key[..Math.Min(key.Length, PrefixLength)];

    /// <summary>Whether a text could be one of our keys at all.</summary>
    public static bool IsKey(string text) =>
        text.Length == Start.Length + SecretLength && text.StartsWith(Start, StringComparison.Ordinal) && text.All(c => c < '\u007f');

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
