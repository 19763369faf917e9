using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>The characters that codes and invented texts are made of.</summary>
internal static class Alphabets
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string LowerCase = "abcdefghijklmnopqrstuvwxyz";
    private const string Signs = "-_./#*&+()%$!,:;<=>?@[]^{}~\"'`|\\";
    private const string Spanish = "ÑÁÉÍÓÚÜñáéíóúü";

    /// <summary>Codes without a pattern.</summary>
    public static string Codes => Digits + Letters;

    /// <summary>Codes with a pattern, letters first.</summary>
    public static string PatternCodes => Letters + Digits + "Ñ";

    /// <summary>For a pattern that <see cref="PatternCodes"/> cannot satisfy.</summary>
    public static string Everything(Layout layout)
    {
        string all = Letters + Digits + Spanish + LowerCase + Signs;
        return layout.Delimiter is { } delimiter
            ? all.Replace(((char)delimiter).ToString(), "", StringComparison.Ordinal)
            : all;
    }
}
