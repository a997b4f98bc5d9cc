using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>
/// Writes corrupted benchmarks in the published layouts. A run that was interrupted goes on where it stopped; a part lies in the folder
/// whole or not at all; a folder that holds anything else is refused.
/// </summary>
public static class CorruptedBenchmarkWriter
{
    /// <summary>The layout that a benchmark of such clean images has: folders for folders, arrays for all else.</summary>
    /// <param name="cleanFormat">Format of the clean images, e.g. <c>cifar10</c>.</param>
    public static BenchmarkLayout LayoutFor(string cleanFormat) => cleanFormat == "image-folder" ? BenchmarkLayout.ImageFolder : BenchmarkLayout.Arrays;

    /// <summary>Writes, or goes on writing.</summary>
    /// <param name="source">The clean images.</param>
    /// <param name="plan">What to write.</param>
    /// <param name="progress">Told now and then, from the calling thread.</param>
    /// <param name="cancellation">Ends the run between images; finished parts stay.</param>
    /// <exception cref="ArchRepairException">The plan is wrong (AR0105), or the folder holds something else (AR0206); exit 2.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the next run goes on.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static BenchmarkOutcome Write(
        ImageSource source, BenchmarkPlan plan, IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        var problems = plan.Problems().Select(problem => new Diagnostic("AR0105", problem)).ToArray();
        if (problems.Length > 0) throw new ArchRepairException(ExitCode.Usage, problems);
        var images = plan.Images == 0 ? source.Count : Math.Min(plan.Images, source.Count);
        if (images == 0) throw new ArchRepairException(ExitCode.Usage, "AR0204", $"{source.Path} holds no images to corrupt.");
        var identity = BenchmarkIdentity.Of(source, plan, images);
        var found = BenchmarkManifest.Find(plan.Folder);
        if (found is not null && identity.DifferenceTo(found.Identity) is { } difference)
            throw BenchmarkManifest.Refusal($"The folder {plan.Folder} holds a benchmark with {difference}; name another folder, or delete this one.");
        Directory.CreateDirectory(plan.Folder);
        AtomicFile.RemoveAbandoned(plan.Folder);
        var manifest = found is null ? new(identity, new Dictionary<string, string>(), null)
            : found with { Identity = found.Identity with { Frost = identity.Frost == "none" ? found.Identity.Frost : identity.Frost } };
        manifest.Save(plan.Folder);
        IBenchmarkParts parts = plan.Layout == BenchmarkLayout.Arrays ? new ArrayParts(source, plan, images) : new FolderParts(source, plan, images);
        return new BenchmarkRun(plan, parts, images, manifest, progress, cancellation).Finish(new ImageSize(source.Height, source.Width));
    }
}
