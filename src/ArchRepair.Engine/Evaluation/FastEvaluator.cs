using ArchRepair.Core.Fast;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Measures images in random order, each with all its corrupted cells, until the gate is decided. The clean images, a small part of the
/// work, are all measured.
/// </summary>
public static class FastEvaluator
{
    // Images of each cell between two looks: a batch that is fast to compute, and where there is room for it a fiftieth of them all.
    private const int LargestChunk = 128;
    private const int SmallestChunk = 64;

    // Of fewer images nearly all would be needed, and measuring them in order is faster and kept for later runs.
    private const int FewestImages = 400;

    /// <returns>Null where stopping early is not possible or has nothing to decide; the reason is reported.</returns>
    public static (Core.Results.Evaluation Evaluation, FastRecord Record)? TryRun(
        LoadedModel model, TestSet data, DataSettings settings, Predictor predictor, ComputeSettings compute, FastRequest request, EvaluationScope scope,
        IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var corrupted = data.Cells.Where(cell => !cell.Cell.IsClean).ToArray();
        var images = corrupted.Length == 0 ? 0 : corrupted[0].Count;
        if (WhyNot(corrupted, images, request) is { } reason)
        {
            progress.Report(new WorkerLine("evaluate", 0, 0, $"Every image is measured: {reason}"));
            return null;
        }

        var clean = Evaluator.Run(model, data, settings, predictor, compute.Threads, scope with { IsCleanOnly = true }, progress, cancellation).Evaluation;
        var differences = request.Baseline is null ? [] : FastComparison.Differences(
            request.Baseline, clean.Data.LabelsHash, clean.Data.Preprocessing, [.. data.Cells.Select(cell => (cell.Cell, cell.Count))]);
        if (differences.Count == 0 && request.Baseline?.Clean is { } before && before.PixelsHash != clean.Clean!.PixelsHash)
            differences = [$"cell {Cell.Clean}: other pixels or another order (hash {before.PixelsHash} then, {clean.Clean.PixelsHash} now)."];
        if (differences.Count > 0) return (clean, new FastRecord(compute.Seed, images, 0, [], differences));

        var order = ImageOrder.Of(compute.Seed, images);
        int[] labels = [.. data.Labels.Take(images)];
        var plan = FastPlan.Of(
            request.Policy, [.. corrupted.Select(cell => cell.Cell)], labels, model.Identity.ClassName, request.Baseline is not null, CorruptionNames.FamilyOf);
        var start = TimeProvider.System.GetTimestamp();
        var pass = new Pass(corrupted, order, labels, data.Clean.ImageBytes, predictor, compute.Threads);
        var record = Decide(pass, new FastRun(plan), request, compute.Seed, progress, cancellation);
        return (Evaluation(clean, pass, record, TimeProvider.System.GetElapsedTime(start).TotalSeconds), record);
    }

    private static string? WhyNot(CellImages[] corrupted, int images, FastRequest request)
    {
        if (images == 0) return "there are no corrupted images to stop at.";
        if (images < FewestImages) return $"{images} images are too few to stop early; it takes {FewestImages}.";
        if (corrupted.Any(cell => cell.Count != images)) return "the corrupted cells have different numbers of images.";
        if (request.Baseline is { Marks: null }) return "the baseline has no marks of its images; record it again with 'baseline accept'.";
        if (request.Baseline is null && request.Policy.MinCorruptedAccuracy is null) return "there is neither a baseline nor a floor of the mean to decide by.";
        return null;
    }

    private static FastRecord Decide(
        Pass pass, FastRun run, FastRequest request, ulong seed, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var most = request.MaxImages == 0 ? run.Plan.Images : Math.Min(request.MaxImages, run.Plan.Images);
        var before = request.Baseline is null ? [] : run.Plan.Cells.Select(cell => request.Baseline.Find(cell)!.Correct).ToArray();
        var total = (long)most * run.Plan.Cells.Count;
        var chunk = Math.Clamp(run.Plan.Images / 50, SmallestChunk, LargestChunk);
        while (pass.Seen < most && run.Decision == BettingDecision.Undecided)
        {
            var first = pass.Seen;
            pass.Next(Math.Min(chunk, most - first), done => progress.Report(new WorkerLine("evaluate", done, total)), cancellation);
            if (request.Baseline?.Marks is { } marks && pass.FirstUnlike(first, marks) is { } unlike)
                return run.Record(seed) with { Differences = [$"base image {unlike}: other pixels in its corrupted cells than recorded."] };
            for (var k = first; k < pass.Seen; k++) run.Add([.. before.Select(row => row[pass.ImageAt(k)])], pass.RightAt(k), pass.LabelAt(k));
        }

        progress.Report(new WorkerLine("evaluate", total, total));
        return run.Record(seed);
    }

    private static Core.Results.Evaluation Evaluation(Core.Results.Evaluation clean, Pass pass, FastRecord record, double seconds)
    {
        var order = FastComparison.FullOrder(record.Seed, record.Images, clean.Labels.Length);
        var cell = clean.Clean!;
        return clean with
        {
            Labels = clean.Labels.Select(order),
            Cells = [cell with { Correct = cell.Correct.Select(order), Predicted = cell.Predicted?.Select(order) }, .. pass.Outcomes()],
            Seconds = clean.Seconds + seconds,
            Marks = null,
        };
    }

    /// <summary>Answers that grow with the images, for all cells alike.</summary>
    private sealed class Pass(CellImages[] cells, int[] order, int[] labels, int imageBytes, Predictor predictor, int threads)
    {
        private readonly CellImages[] shuffled = [.. cells.Select(cell => SeenCell.Of(cell, order, order.Length))];
        private readonly ushort[][] predicted = [.. cells.Select(_ => new ushort[order.Length])];
        private readonly byte[][] marks = [.. cells.Select(_ => new byte[order.Length])];
        private long done;

        public int Seen { get; private set; }

        public int ImageAt(int position) => order[position];

        public int LabelAt(int position) => labels[order[position]];

        public bool[] RightAt(int position) => [.. predicted.Select(row => row[position] == LabelAt(position))];

        public void Next(int count, Action<long> report, CancellationToken cancellation)
        {
            Parallel.For(
                0, cells.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                () => new byte[count * imageBytes],
                (c, _, pixels) =>
                {
                    shuffled[c].Read(Seen, count, pixels);
                    for (var i = 0; i < count; i++) marks[c][Seen + i] = PixelMark.Of(cells[c].Cell, pixels.AsSpan(i * imageBytes, imageBytes));
                    predictor.Predict(pixels, count, predicted[c].AsSpan(Seen, count), new float[count]);
                    report(Interlocked.Add(ref done, count));
                    return pixels;
                },
                _ => { });
            Seen += count;
        }

        /// <summary>The first base image from a position on whose mark is not the recorded one.</summary>
        public int? FirstUnlike(int position, ImageMarks recorded)
        {
            for (var k = position; k < Seen; k++)
            {
                byte sum = 0;
                foreach (var row in marks) sum += row[k];
                if (order[k] >= recorded.Length || sum != recorded[order[k]]) return order[k];
            }

            return null;
        }

        public IEnumerable<CellOutcome> Outcomes() => cells.Select((cell, c) => new CellOutcome(
            cell.Cell,
            BitSet.FromBools([.. Enumerable.Range(0, Seen).Select(k => predicted[c][k] == LabelAt(k))]),
            "marks-" + Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(marks[c].AsSpan(0, Seen))),
            new ClassSequence(predicted[c].AsSpan(0, Seen))));
    }
}
