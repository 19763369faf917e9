using System.Globalization;
using IngestaMaestras.Benchmarks;

// dotnet run -c Release --project tests/IngestaMaestras.Benchmarks -- [rows] [repetitions]
var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000;
var repetitions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
await LoadBenchmark.RunAsync(rows, repetitions);
