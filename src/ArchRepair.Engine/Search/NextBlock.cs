using ArchRepair.Core.Results;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Search;

/// <summary>Localizes again, on changed views of the search part, in the network as it now is.</summary>
internal static class NextBlock
{
    private const int WantedOfEach = 100;
    private const int MostImages = 2_000;
    private const int BatchRows = 250;

    /// <summary>Path of the most vulnerable block that this repair has not touched; null when none is left or nothing fails.</summary>
    public static string? Find(RepairRun run)
    {
        run.Progress("localize", 0, 0, "ranking the blocks of the repaired network");
        run.Model.eval();
        foreach (var parameter in run.Model.parameters()) parameter.requires_grad = true;
        var examples = Examples(run);
        if (examples.Failures == 0) return null;
        var ranking = Localizer.Rank(
            run.Model, run.Input.Normalization, examples, new LocalizationOptions { Resamples = 0 }, run.Plan.Seed, (_, _) => run.Alive(), run.Cancellation);
        return ranking.Blocks.FirstOrDefault(block => block.IsReplaceable && !run.Blocks.Contains(block.Path))?.Path;
    }

    private static LocalizationExamples Examples(RepairRun run)
    {
        var part = run.Input.Images.Search;
        var (failures, passes) = (new List<(int Image, byte[] Pixels)>(), new List<(int Image, byte[] Pixels)>());
        foreach (var chunk in Enumerable.Range(0, Math.Min(part.Labels.Count, MostImages)).Chunk(BatchRows))
        {
            if (failures.Count >= WantedOfEach && passes.Count >= WantedOfEach) break;
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            run.Alive();
            // The probe's own views: localization, like every choice, sees the search part only.
            var size = run.Input.Images.Height * run.Input.Images.Width * 3;
            var bytes = new byte[chunk.Length * size];
            var views = run.Views.Make(part, [.. chunk.Select(image => new ViewRow(image, ViewKind.Changed, (ulong)image))], hasGeometry: false, (pixels, row) =>
            {
                for (var i = 0; i < size; i++) bytes[(row * size) + i] = (byte)pixels[i];
            });
            var answers = run.Model.call(views).argmax(1).cpu().data<long>().ToArray();
            foreach (var (row, image) in chunk.Index())
                (answers[row] == part.Labels[image] ? passes : failures).Add((image, bytes[(row * size)..((row + 1) * size)]));
        }
        (int Image, byte[] Pixels)[] chosen = [.. failures.Take(WantedOfEach), .. passes.Take(WantedOfEach)];
        return new LocalizationExamples(
            chosen.SelectMany(example => example.Pixels).ToArray(), run.Input.Images.Height, run.Input.Images.Width,
            [.. chosen.Select(example => part.Labels[example.Image])], Math.Min(failures.Count, WantedOfEach),
            "changed views of the search part", [Cell.Clean]);
    }
}
