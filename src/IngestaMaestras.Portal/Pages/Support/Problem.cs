namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Hands the error page a sentence about what is wrong with this very request.</summary>
internal static class Problem
{
    private static readonly object Key = new();

    public static void Tell(HttpContext context, string sentence) => context.Items[Key] = sentence;

    public static string? Of(HttpContext context) => context.Items[Key] as string;
}
