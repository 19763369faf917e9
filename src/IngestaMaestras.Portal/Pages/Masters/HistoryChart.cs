using System.Globalization;
using IngestaMaestras.Ingestion.Queries.Masters;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>A master's loads as bars: records read and, of them, rejected; and their rejection as a share.</summary>
internal sealed class HistoryChart(IReadOnlyList<MasterDay> days)
{
    public const int Width = 900;
    public const int Height = 120;
    public const int RateHeight = 40;

    /// <summary>Bars are no wider than this many would be.</summary>
    private const int FewDays = 14;

    /// <summary>A rate below this would make noise look like an event.</summary>
    private const double LeastRate = 0.01;

    public long Most { get; } = Math.Max(1, days.Select(d => d.ReadCount ?? 0).DefaultIfEmpty(0).Max());

    public double HighestRate { get; } = Math.Max(LeastRate, days.Select(d => d.RejectRate ?? 0).DefaultIfEmpty(0).Max());

    /// <summary>The bars of one day.</summary>
    public (string X, string Width, string AcceptedY, string Accepted, string RejectedY, string Rejected, string RateY, string Rate) Bars(int index)
    {
        var step = (double)Width / Math.Max(days.Count, FewDays);
        var gap = Math.Min(step * 0.2, 4);
        var accepted = Scale(days[index].AcceptedCount, Most, Height);
        var rejected = Scale(days[index].RejectedCount, Most, Height);
        var rate = (days[index].RejectRate ?? 0) / HighestRate * RateHeight;
        return (Text((index * step) + (gap / 2)), Text(step - gap), Text(Height - accepted), Text(accepted),
            Text(Height - accepted - rejected), Text(rejected), Text(RateHeight - rate), Text(rate));
    }

    private static double Scale(long? value, long most, int height) => (double)(value ?? 0) / most * height;

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
