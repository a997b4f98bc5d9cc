using System.Globalization;
using System.IO.Hashing;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>
/// Mixes failures into the images that weights are fitted on. They come from one half of the search part, which then chooses
/// nothing any more; the other half goes on choosing. The pixels decide on the half, so copies of an image stay together.
/// </summary>
/// <param name="Images">Fit part with failures, each as often as its share asks; search part without their images.</param>
/// <param name="Note">For the report; null when nothing was mixed in.</param>
internal sealed record RepairSet(RepairImages Images, string? Note)
{
    private const int ChunkRows = 250;
    private const int AugmentedViews = 3;
    private const ulong Purpose = 0xFA15;

    /// <param name="model">The network to be repaired, in evaluation mode.</param>
    /// <param name="input">Images, plan and what the network expects.</param>
    public static RepairSet Compose(ChainClassifier model, RepairInput input)
    {
        var (images, plan) = (input.Images, input.Plan);
        if (plan.Set is not { Failures: not "none" } set) return new(images, null);
        var stride = images.Height * images.Width * 3;
        bool IsAsked(int image) => XxHash64.HashToUInt64(images.Search.Pixels.Span.Slice(image * stride, stride)) % 2 == 0;
        int[] all = [.. Enumerable.Range(0, images.Search.Labels.Count)];
        int[] asked = [.. all.Where(IsAsked)];
        var choosing = Pick(images.Search, [.. all.Where(image => !IsAsked(image))], stride);
        if (asked.Length == 0 || choosing.Labels.Count == 0)
            throw new ArgumentException($"The search part has {all.Length} images; too few to take failures from one half of it.", nameof(input));
        var failures = FailuresOf(model, input, set, asked);
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"Repair set: {failures.Count} failures of {asked.Length} held-out images ({(set.Failures == "seen" ? "under the seen corruptions" : "clean and augmented")}) make {(failures.Count == 0 ? 0 : set.FailureShare):p0} of the training images; {choosing.Labels.Count} other held-out images make the choices.");
        return new(images with { Fit = Extend(images.Fit, failures, set.FailureShare), Search = choosing }, note);
    }

    private static List<(byte[] Pixels, int Label)> FailuresOf(ChainClassifier model, RepairInput input, RepairSetSettings set, int[] asked)
    {
        var plan = input.Plan;
        var views = new ViewMaker(input.Images, input.Normalization, plan.SeenCells, plan.Seed, plan.Threads, set.Augmentation);
        var kinds = set.Failures == "seen" ? plan.SeenCells.Count : 1 + AugmentedViews;
        var part = input.Images.Search;
        List<(byte[], int)> failures = [];
        foreach (var chunk in asked.SelectMany(image => Enumerable.Range(0, kinds).Select(kind => (Image: image, Kind: kind))).Chunk(ChunkRows))
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var kept = new byte[chunk.Length][];
            var pixels = views.Make(part, [.. chunk.Select(row => row.Image)], (source, target, index, room) =>
            {
                MakeView(views, set, chunk[index], plan.Seed, source, target, room);
                kept[index] = target.ToArray();
            });
            int[] labels = [.. chunk.Select(row => part.Labels[row.Image])];
            var answers = model.call(pixels).argmax(1).cpu().data<long>().ToArray();
            for (var i = 0; i < chunk.Length; i++)
                if (answers[i] != labels[i]) failures.Add((kept[i], labels[i]));
        }
        return failures;
    }

    private static void MakeView(
        ViewMaker views, RepairSetSettings set, (int Image, int Kind) row, ulong seed, ReadOnlySpan<byte> source, Span<byte> target, ViewRoom room)
    {
        var draw = ((ulong)row.Image << 8) + (ulong)row.Kind;
        if (set.Failures == "seen")
        {
            views.Corruptions.Apply(row.Kind, source, target, draw ^ Purpose);
            return;
        }
        room.Image.Load(source);
        var random = new CounterRandom(seed, Purpose, draw);
        if (row.Kind > 0) views.Augmentation.Apply(room.Image, room.Start, ref random);
        room.Image.Store(target);
    }

    // Copies instead of weights: whatever draws from the part, by whatever strategy, meets failures as often.
    private static RepairPart Extend(RepairPart fit, List<(byte[] Pixels, int Label)> failures, double share)
    {
        if (failures.Count == 0) return fit;
        var rows = (int)Math.Round(fit.Labels.Count * share / (1 - share));
        var stride = failures[0].Pixels.Length;
        var pixels = new byte[fit.Pixels.Length + ((long)rows * stride)];
        fit.Pixels.CopyTo(pixels);
        int[] labels = [.. fit.Labels, .. Enumerable.Range(0, rows).Select(row => failures[row % failures.Count].Label)];
        for (var row = 0; row < rows; row++) failures[row % failures.Count].Pixels.CopyTo(pixels, fit.Pixels.Length + (row * stride));
        return new RepairPart(pixels, labels);
    }

    private static RepairPart Pick(RepairPart part, int[] chosen, int stride)
    {
        var pixels = new byte[chosen.Length * stride];
        foreach (var (place, image) in chosen.Index()) part.Pixels.Span.Slice(image * stride, stride).CopyTo(pixels.AsSpan(place * stride));
        return new RepairPart(pixels, [.. chosen.Select(image => part.Labels[image])]);
    }
}
