using System.Globalization;
using IngestaMaestras.Benchmarks;

// dotnet run -c Release --project tests/IngestaMaestras.Benchmarks -- [load|feed|kafka|oracle|pages|metrics] [rows] [repetitions]
var verb = args.Length > 0 && !char.IsAsciiDigit(args[0][0]) ? args[0] : "load";
var numbers = args.SkipWhile(a => a == verb).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
int Number(int place, int otherwise) => numbers.Length > place ? numbers[place] : otherwise;

switch (verb)
{
    case "load":
        await LoadBenchmark.RunAsync(Number(0, 2_000_000), Number(1, 3));
        return 0;
    case "feed":
        await FeedBenchmark.RunAsync(Number(0, 1_000_000), Number(1, 3));
        return 0;
    case "kafka":
        await KafkaBenchmark.RunAsync(Number(0, 200_000), Number(1, 3));
        return 0;
    case "oracle":
        await OracleBenchmark.RunAsync(Number(0, 20_000), Number(1, 3));
        return 0;
    case "pages":
        await PagesBenchmark.RunAsync(Number(0, 10_000_000), Number(1, 5));
        return 0;
    case "metrics":
        await MetricsBenchmark.RunAsync(Number(0, 31), Number(1, 100));
        return 0;
    default:
        Console.Error.WriteLine($"«{verb}» is none of load, feed, kafka, oracle, pages, metrics.");
        return 2;
}
