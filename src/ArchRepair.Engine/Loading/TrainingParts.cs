using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Loading;

/// <summary>
/// The training images in two disjoint parts, after the check that the gate's images are not among them: <see cref="Fit"/> for
/// weights, <see cref="Search"/> for localization, the choice of an architecture and everything else that is chosen.
/// </summary>
public sealed record TrainingParts(LabelledImages Fit, LabelledImages Search)
{
    /// <param name="limit">At most so many training images; 0 for all.</param>
    /// <exception cref="ArchRepairException">No training data, or it overlaps the gate's images (exit 2).</exception>
    public static TrainingParts Open(DataSettings data, int limit, ulong seed)
    {
        if (data.Train is not { } train)
            throw new ArchRepairException(ExitCode.Usage, "AR0104", "'data.train' is missing; a repair needs images to learn from.");
        using var source = ImageSets.OpenClean(train, "data.train", DataPart.Train);
        using var test = ImageSets.OpenClean(data.Test, "data.test", DataPart.Test);
        var images = ImageSets.ReadAll(source, limit);
        OverlapCheck.Refuse(images, test);
        var (fit, search) = TrainSplit.Of(images, seed);
        if (fit.Count == 0 || search.Count == 0)
            throw new ArchRepairException(ExitCode.Usage, "AR0204", $"'data.train' has {images.Count} images; too few to split into a part to fit and a part to choose on.");
        return new TrainingParts(images.Pick(fit), images.Pick(search));
    }

    /// <summary>A cell made from the images of the search part; the clean cell is those images themselves.</summary>
    /// <returns>Null when the corruption is not one that can be generated.</returns>
    public CellImages? SearchCell(Cell cell, CorruptedSource? corrupted, ulong seed)
    {
        var images = Search;
        if (cell.IsClean)
            return new CellImages(cell, images.Count, (start, count, destination) => images.Pixels.AsSpan(start * images.Stride, count * images.Stride).CopyTo(destination));
        var catalog = corrupted is null ? CorruptionCatalog.Default : CorruptionSources.CatalogOf(corrupted);
        if (!catalog.TryGet(cell.Corruption, out var corruption)) return null;
        var size = new ImageSize(images.Height, images.Width);
        return new CellImages(cell, images.Count, (start, count, destination) => Corruptions.CorruptedImages.Fill(
            corruption, cell.Severity, seed, start, images.Pixels.AsSpan(start * images.Stride, count * images.Stride), destination, size));
    }
}
