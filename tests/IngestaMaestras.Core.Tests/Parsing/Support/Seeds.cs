using System.Globalization;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>
/// Runs a random test once per seed: the same few seeds in a default run, many new ones when INGESTA_LONG=1. Each runs
/// under a culture picked by its seed, since none may make a difference.
/// </summary>
internal static class Seeds
{
    private const int LongFactor = 100;

    private static readonly CultureInfo[] Cultures =
        [.. CultureInfo.GetCultures(CultureTypes.AllCultures).OrderBy(c => c.Name, StringComparer.Ordinal)];

    public static void ForEach(int count, Action<Random> test)
    {
        bool isLong = Environment.GetEnvironmentVariable("INGESTA_LONG") == "1";
        int first = isLong ? Random.Shared.Next(int.MaxValue / 2) : 1;
        int last = first + (isLong ? count * LongFactor : count);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo uiBefore = CultureInfo.CurrentUICulture;
        for (int seed = first; seed < last; seed++)
        {
            Random random = new(seed);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Cultures[random.Next(Cultures.Length)];
            try
            {
                test(random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"Seed {seed.ToString(CultureInfo.InvariantCulture)}, culture {CultureInfo.CurrentCulture.Name}: {e.Message}", e);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
                CultureInfo.CurrentUICulture = uiBefore;
            }
        }
    }
}
