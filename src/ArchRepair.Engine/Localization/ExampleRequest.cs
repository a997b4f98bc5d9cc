namespace ArchRepair.Engine.Localization;

/// <summary>How many examples to find.</summary>
/// <param name="Failures">Wrongly answered images at most; ≥ 1. A hundred is plenty.</param>
/// <param name="Passes">Rightly answered images at most; ≥ 0.</param>
/// <param name="Source">Which images the cells are made of, for reports: "validation part of the training images", say.</param>
/// <param name="Seed">Of the order in which images are tried.</param>
public sealed record ExampleRequest(int Failures, int Passes, string Source, ulong Seed);
