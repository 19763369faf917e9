using System.Globalization;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Moments of a run as places on a drawing, which is a thousand wide.</summary>
internal sealed class TimeAxis(DateTime start, DateTime end)
{
    public const int Width = 1000;

    /// <summary>So wide is what took no time to speak of.</summary>
    private const double Least = 3;

    private readonly double _seconds = Math.Max((end - start).TotalSeconds, 0.001);

    public TimeSpan Length => TimeSpan.FromSeconds(_seconds);

    /// <summary>Where a span begins and how wide it is; null when it lies outside.</summary>
    public (string X, string Width)? Place(DateTime? from, DateTime? to)
    {
        if (from is not { } begin || begin > end)
        {
            return null;
        }

        var left = At(begin);
        var right = Math.Max(At(to ?? end), Math.Min(left + Least, Width));
        left = Math.Min(left, Width - Least);
        return (Text(left), Text(right - left));
    }

    /// <summary>
    /// Where something that usually ends then would end; null when that lies beyond the drawing: a line up to its edge would say
    /// that it ends there.
    /// </summary>
    public (string X, string Width)? PlaceUsual(DateTime? from, TimeSpan? median) =>
        median is { } usual && from + usual <= end ? Place(from, from + usual) : null;

    /// <summary>It goes on beyond the drawing's end.</summary>
    public bool IsCut(DateTime? to) => to > end.AddSeconds(0.5);

    private double At(DateTime moment) => Math.Clamp((moment - start).TotalSeconds / _seconds, 0, 1) * Width;

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
