namespace ArchRepair.Core.Statistics;

/// <summary>A mean over images, and how far it may be off; from <see cref="MeanTest"/>.</summary>
/// <param name="Mean">Mean of the images' values.</param>
/// <param name="StandardError">Sample standard deviation over √<paramref name="Images"/>; 0 when all values are equal.</param>
/// <param name="Images">Number of images; ≥ 1.</param>
/// <param name="Bound">No image's value could have been larger than this, or smaller than its negative.</param>
public readonly record struct MeanEstimate(double Mean, double StandardError, int Images, double Bound);
