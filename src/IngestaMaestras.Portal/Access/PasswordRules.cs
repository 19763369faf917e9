using System.Security.Cryptography;

namespace IngestaMaestras.Portal.Access;

/// <summary>Which passwords are accepted, and how the program makes one up. Length is what counts (NIST SP 800-63B, 5.1.1).</summary>
internal static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 200;

    /// <summary>Easy to read out and to type: nothing that looks like something else.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The key of the text that says what is wrong with it, in <c>Pages/Texts/Access.resx</c>; null: nothing.</summary>
    public static string? FindProblem(string password, string accountName) => password switch
    {
        { Length: < MinLength } => "PasswordShort",
        { Length: > MaxLength } => "PasswordLong",
        _ when password.Contains(accountName, StringComparison.OrdinalIgnoreCase) && password.Length < accountName.Length + MinLength => "PasswordIsName",
        _ when password.Distinct().Count() < 5 => "PasswordSimple",
        _ => null,
    };

    /// <summary>About 79 bits, in four groups of four.</summary>
    public static string Generate() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
