using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Fast;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Street;

/// <summary>Pictures of newly failed images for the report; asked for only where the gate found fault.</summary>
internal static class NewlyFailedStep
{
    /// <summary>Three rows of eight: what a person looks through at a glance.</summary>
    private const int Shown = 24;

    /// <returns>Null where nothing was lost, or where the pictures could not be made, which the talk then says.</returns>
    public static async Task<NewlyFailed?> RunAsync(
        RunContext context, Evaluation baseline, Evaluation evaluation, FastRecord? fast, CancellationToken cancellation)
    {
        if (fast is not null) baseline = FastComparison.Restrict(baseline, evaluation, fast);
        var images = NewlyFailedChoice.Of(baseline, evaluation, Shown);
        if (images.Count == 0) return null;
        if (fast is not null)
        {
            var order = FastComparison.FullOrder(fast.Seed, fast.Images, evaluation.Labels.Length);
            images = [.. images.Select(image => image with { Image = order[image.Image] })];
        }

        var lost = evaluation.Cells.Sum(after => baseline.Find(after.Cell) is { } before && before.Images == after.Images ? before.Correct.AndNotCount(after.Correct) : 0);
        try
        {
            var response = await context.Cache.DrawAsync(
                context.Settings.Model, path => new SheetRequest(WorkerRequest.CurrentSchema, path, context.Compute, context.Settings.Data, images), cancellation).ConfigureAwait(false);
            return new NewlyFailed(images, lost, response.TileWidth, response.TileHeight, response.Columns, response.Sheet);
        }
        catch (ArchRepairException exception)
        {
            // The verdict stands without pictures: a report that lacks them is better than a check that is lost over them.
            context.Talk.Say(string.Create(CultureInfo.InvariantCulture, $"No pictures of newly failed images: {exception.Diagnostics[0]}"));
            return null;
        }
    }
}
