namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>What is written in one piece.</summary>
/// <param name="Path">Relative to the benchmark's folder, with forward slashes.</param>
internal sealed record BenchmarkPart(string Path, ICorruption Corruption, IReadOnlyList<int> Severities);
