using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Staging;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>Checks a folder of layouts and reports every problem, for people or for machines.</summary>
public static class LayoutCheck
{
    public const int Good = 0;
    public const int HasErrors = 1;
    public const int Unreadable = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <returns>
    /// <see cref="Good"/> without errors (warnings do not count), <see cref="HasErrors"/>, or <see cref="Unreadable"/>
    /// with a sentence on <paramref name="error"/> when the folder cannot be read.
    /// </returns>
    public static int Run(string folder, bool asJson, TextWriter output, TextWriter error)
    {
        LayoutFolderContent content;
        try
        {
            content = LayoutFolder.Read(folder);
        }
        catch (LayoutFolderException e)
        {
            error.WriteLine(e.Message);
            return Unreadable;
        }

        var result = content.Load();
        var errors = result.Problems.Count(p => !p.IsWarning);
        var warnings = result.Problems.Count - errors;
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new Report(
                    folder, result.IsValid, content.FileCount, [.. result.Layouts.All.Select(l => l.Maestra)],
                    errors, warnings, [.. result.Problems.Select(ReportProblem.Of)]),
                Json));
        }
        else
        {
            foreach (var problem in result.Problems)
            {
                output.WriteLine(problem);
            }

            output.WriteLine(result.IsValid
                ? LayoutFolderMessages.Format("SummaryGood", folder, result.Layouts.All.Count, warnings)
                : LayoutFolderMessages.Format("SummaryErrors", folder, content.FileCount, errors, warnings));
        }

        return result.IsValid ? Good : HasErrors;
    }

    private sealed record Report(
        string Folder,
        bool Valid,
        int Files,
        IReadOnlyList<string> Maestras,
        int Errors,
        int Warnings,
        IReadOnlyList<ReportProblem> Problems);

    private sealed record ReportProblem(
        string File, int Line, int Column, string? Maestra, string Severity, string Message, string Found, string Expected)
    {
        public static ReportProblem Of(LayoutProblem p) => new(
            p.File, p.Line, p.Column, p.Maestra, p.IsWarning ? FindingSeverity.Warning : FindingSeverity.Error,
            p.Message, p.Found, p.Expected);
    }
}
