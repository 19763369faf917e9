using System.Globalization;
using System.Resources;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>The texts about layouts that operators read (<c>LayoutMessages.resx</c>; neutral language Spanish).</summary>
internal static class LayoutMessages
{
    private static readonly ResourceManager Resources = new(typeof(LayoutMessages));

    /// <summary>What stands where something is missing.</summary>
    public static string Nothing => Get("Nothing");

    public static string Sentence(LayoutFault fault, params object[] args) => Format(fault.ToString(), args);

    public static string Expected(LayoutFault fault, params object[] args) => Format($"{fault}.Expected", args);

    public static string Format(string key, params object[] args) =>
        string.Format(CultureInfo.InvariantCulture, Get(key), args);

    private static string Get(string key) =>
        Resources.GetString(key, CultureInfo.CurrentUICulture)
        ?? throw new InvalidOperationException($"LayoutMessages.resx has no text '{key}'.");
}
