namespace ArchRepair.Core.Statistics;

/// <summary>What became of the images of one class, over all cells given.</summary>
/// <param name="Class">Index of the class.</param>
/// <param name="Images">Images of the class; ≥ 1.</param>
/// <param name="Before">Mean over cells of the baseline's accuracy on them, in [0,1].</param>
/// <param name="After">Mean over cells of the candidate's accuracy on them, in [0,1].</param>
/// <param name="Counts">Answers by outcome, summed over cells.</param>
/// <param name="Change">The change as a mean over images, to be tested by <see cref="MeanTest"/>.</param>
public sealed record ClassChange(int Class, int Images, double Before, double After, PairedCounts Counts, MeanEstimate Change);
