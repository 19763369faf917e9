using System.Globalization;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>What reports are written in, whoever asks for them.</summary>
internal static class ReportLanguage
{
    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("es-CO");
}
