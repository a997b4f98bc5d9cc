namespace ArchRepair.Core.Statistics;

/// <summary>A number computed from some of the images, each with all its cells.</summary>
/// <param name="images">Indices of images; a resample names an image several times.</param>
public delegate double ImageStatistic(ReadOnlySpan<int> images);
