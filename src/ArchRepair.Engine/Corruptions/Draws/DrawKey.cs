namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>All that the draws of an image depend on; equal keys give equal draws on every machine, in any order, batch or
/// thread.</summary>
/// <param name="Seed">The seed of the generated benchmark.</param>
/// <param name="Corruption">Name of the corruption.</param>
/// <param name="Severity">1 to 5.</param>
/// <param name="Image">Index of the image in its data set; ≥ 0.</param>
public readonly record struct DrawKey(ulong Seed, string Corruption, int Severity, int Image);
