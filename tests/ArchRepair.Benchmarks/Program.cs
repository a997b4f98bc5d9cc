using ArchRepair.Benchmarks;

return BenchmarkCatalog.Run(args);
