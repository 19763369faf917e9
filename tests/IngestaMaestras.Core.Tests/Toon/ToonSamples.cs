using CsCheck;

namespace IngestaMaestras.Core.Tests.Toon;

/// <summary>
/// Runs a random test: with the same samples in a default run, with many new ones (and shrinking of a failure) when
/// INGESTA_LONG=1.
/// </summary>
internal static class ToonSamples
{
    private const int LongFactor = 200;

    internal static void ForEach<T>(Gen<T> samples, int count, Func<T, string> show, Action<T> test)
    {
        if (Environment.GetEnvironmentVariable("INGESTA_LONG") == "1")
        {
            samples.Sample(test, iter: count * (long)LongFactor, print: show);
            return;
        }

        for (var seed = 1u; seed <= count; seed++)
        {
            var sample = samples.Generate(new PCG(seed, seed), null, out _);
            try
            {
                test(sample);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Sample {seed}: {show(sample)}: {e.Message}", e);
            }
        }
    }
}
