using System.Globalization;

using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Corruptions.Preview;
using ArchRepair.Engine.Corruptions.Writing;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Worker;

/// <summary>Writes a corrupted benchmark, or a contact sheet of it. Needs no tensors.</summary>
internal static class CorruptTask
{
    private const int PreviewImages = 4;

    public static CorruptResponse Run(CorruptRequest request, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        using var source = ImageSets.OpenClean(request.Source, "source", DataPart.Test);
        var catalog = CorruptionSources.CatalogOf(request.Corrupted);
        ICorruption[] corruptions = [.. TestSet.Expand(request.Corrupted.Corruptions).Select(catalog.Get)];
        return request.PreviewPath.Length > 0 ? Preview(request, source, corruptions) : Write(request, source, corruptions, progress, cancellation);
    }

    private static CorruptResponse Preview(CorruptRequest request, ImageSource source, ICorruption[] corruptions)
    {
        var count = Math.Min(PreviewImages, source.Count);
        var pixels = new byte[count * source.ImageBytes];
        source.Read(0, count, pixels);
        var size = new ImageSize(source.Height, source.Width);
        var sheet = ContactSheet.Draw(pixels, [.. Enumerable.Range(0, count)], size, corruptions, request.Corrupted.Severities, request.Compute.Seed);
        AtomicFile.Write(request.PreviewPath, stream => PngFile.Write(stream, sheet.Values, sheet.Size));
        return new CorruptResponse(WorkerRequest.CurrentSchema, count, corruptions.Length * request.Corrupted.Severities.Count, Note(ParameterSet.For(size), [.. corruptions.Where(corruption => corruption.IsSubstitute).Select(corruption => corruption.Name)]));
    }

    private static CorruptResponse Write(CorruptRequest request, ImageSource source, ICorruption[] corruptions, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var plan = new BenchmarkPlan(
            request.Output, CorruptedBenchmarkWriter.LayoutFor(request.Source.Format), corruptions, request.Corrupted.Severities,
            request.Compute.Seed, request.Images, request.Compute.Threads);
        var outcome = CorruptedBenchmarkWriter.Write(source, plan, new Lines(progress), cancellation);
        var kept = outcome.CellsKept == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{outcome.CellsKept} of them were there already. ");
        return new CorruptResponse(WorkerRequest.CurrentSchema, outcome.Images, outcome.CellsWritten + outcome.CellsKept, kept + Note(outcome.Parameters, outcome.Substitutes));
    }

    private static string Note(ParameterSet parameters, IReadOnlyList<string> substitutes) =>
        $"Parameters of {parameters.Name}.{(substitutes.Count == 0 ? "" : $" {string.Join(", ", substitutes)}*: drawn otherwise than published.")}";

    private sealed class Lines(IProgress<WorkerLine> progress) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => progress.Report(new WorkerLine("corrupt", value.ImagesMade, value.ImagesToMake));
    }
}
