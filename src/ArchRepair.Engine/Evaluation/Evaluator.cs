using System.Buffers;
using System.Diagnostics;
using System.IO.Hashing;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Core.Sharding;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Measures a model on every image of every cell, in pieces over all threads; memory does not grow with the images. A cell that is
/// finished is kept at once: who stops the run loses at most the cells in work.
/// </summary>
public static class Evaluator
{
    /// <param name="predictor">Answers for the model; safe to call from several threads.</param>
    /// <param name="threads">Threads that compute side by side.</param>
    public static Measurement Run(
        LoadedModel model, TestSet data, DataSettings settings, Predictor predictor, int threads, EvaluationScope scope, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        CheckClasses(model.Identity, data.Labels);
        var (ranges, planHash) = RangesOf(data, scope);
        var found = ranges.Select(range => scope.Shelf?.Find(range.Cell, range.Start, range.Count, range.Images)).ToArray();
        var images = data.Cells.ToDictionary(cell => cell.Cell);
        var columns = ranges.Where((_, i) => found[i] is null).Select(range => new CellColumn(images[range.Cell], range, data.Clean.ImageBytes)).ToArray();
        Measure(columns, predictor, threads, new Keeper(scope.Shelf, progress), progress, cancellation);

        var measured = new Queue<CellPart>(columns.Select(column => column.Part()));
        CellPart[] parts = [.. found.Select(part => part ?? measured.Dequeue())];
        var labels = data.Labels.Select(label => (ushort)label).ToArray();
        var frame = new Core.Results.Evaluation(
            model.Identity,
            new DataIdentity(
                $"{settings.Test.Format} {Path.GetFileName(settings.Test.Path.TrimEnd('/', '\\'))}", data.CorruptedText,
                Convert.ToHexStringLower(XxHash128.Hash(System.Runtime.InteropServices.MemoryMarshal.AsBytes(labels.AsSpan()))),
                Preprocessing(model, settings), data.Substitutes),
            new ClassSequence(labels),
            [],
            TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        return new Measurement(scope.Shard is null ? CellPart.Fill(frame, parts) : frame, parts, parts.Length - columns.Length, planHash);
    }

    private static (IReadOnlyList<CellRange> Ranges, string PlanHash) RangesOf(TestSet data, EvaluationScope scope)
    {
        if (scope.Shard is not { } shard) return ([.. data.Cells.Where(cell => cell.Cell.IsClean || !scope.IsCleanOnly).Select(cell => new CellRange(cell.Cell, 0, cell.Count, cell.Count))], "");
        var plan = ShardPlan.Of([.. data.Cells.Select(cell => (cell.Cell, cell.Count))], shard.Total, scope.SecondsPerImage);
        return (plan.Shards[shard.Index - 1], plan.Hash);
    }

    private static void Measure(
        CellColumn[] columns, Predictor predictor, int threads, Keeper keeper, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var work = columns.SelectMany(column => Enumerable.Range(0, column.Pieces).Select(piece => (Column: column, Piece: piece))).ToArray();
        long done = 0;
        var total = columns.Sum(column => (long)column.Count);
        progress.Report(new WorkerLine("evaluate", 0, total));
        foreach (var column in columns.Where(column => column.Pieces == 0)) keeper.Keep(column.Part());
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(work, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            item =>
            {
                var count = item.Column.Measure(item.Piece, predictor, out var isLast);
                if (isLast) keeper.Keep(item.Column.Part());
                progress.Report(new WorkerLine("evaluate", Interlocked.Add(ref done, count), total));
            });
    }

    private static void CheckClasses(ModelIdentity model, IReadOnlyList<int> labels)
    {
        var highest = labels.Count == 0 ? -1 : labels.Max();
        if (highest >= model.Classes.Count)
            throw new ArchRepairException(ExitCode.Usage, "AR0204", $"The data has class {highest}, but the model has {model.Classes.Count} classes (0 to {model.Classes.Count - 1}).");
    }

    private static string Preprocessing(LoadedModel model, DataSettings settings)
    {
        var normalization = model.Network.Specification.Normalization;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"RGB/255, mean {string.Join(' ', normalization.Mean)}, std {string.Join(' ', normalization.StandardDeviation)}{(settings.Test.Sizing is { } sizing ? $", {sizing}" : "")}");
    }

    /// <summary>Keeps what is finished; a shelf that cannot be written is named once and costs nothing else.</summary>
    private sealed class Keeper(Core.Caching.CellShelf? shelf, IProgress<WorkerLine> progress)
    {
        private int complaints;

        public void Keep(CellPart part)
        {
            if (shelf?.Keep(part) is { } problem && Interlocked.Increment(ref complaints) == 1)
                progress.Report(new WorkerLine("evaluate", 0, 0, $"Finished cells cannot be kept for later runs: {problem}"));
        }
    }

    /// <summary>The growing answers for one range of a cell.</summary>
    private sealed class CellColumn(CellImages cell, CellRange range, int imageBytes)
    {
        // 20 images of 224×224: about 70 MB in the widest layer of a ResNet-50.
        private const int MostPixels = 1 << 20;

        private readonly ushort[] predicted = new ushort[range.Count];
        private readonly float[] confidences = new float[range.Count];
        private readonly byte[] marks = new byte[range.Count];
        private readonly UInt128[] hashes = new UInt128[CellPart.PiecesOf(range.Count)];
        private int piecesDone;
        private long ticks;

        public int Pieces => hashes.Length;

        public int Count => range.Count;

        public int Measure(int piece, Predictor predictor, out bool isLast)
        {
            var began = Stopwatch.GetTimestamp();
            var start = piece * CellPart.Piece;
            var count = Math.Min(CellPart.Piece, range.Count - start);
            var buffer = ArrayPool<byte>.Shared.Rent(count * imageBytes);
            var images = buffer.AsSpan(0, count * imageBytes);
            cell.Read(range.Start + start, count, images);
            hashes[piece] = XxHash128.HashToUInt128(images);
            for (var i = 0; i < count; i++) marks[start + i] = PixelMark.Of(cell.Cell, images.Slice(i * imageBytes, imageBytes));
            // Large images in smaller batches, or a network's layers would fill the memory of every thread; CIFAR's go at once.
            var batch = Math.Clamp(MostPixels * 3 / imageBytes, 1, CellPart.Piece);
            for (var first = 0; first < count; first += batch)
            {
                var size = Math.Min(batch, count - first);
                predictor.Predict(images.Slice(first * imageBytes, size * imageBytes), size, predicted.AsSpan(start + first, size), confidences.AsSpan(start + first, size));
            }

            ArrayPool<byte>.Shared.Return(buffer);
            Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - began);
            isLast = Interlocked.Increment(ref piecesDone) == Pieces;
            return count;
        }

        public CellPart Part() => new(range.Cell, range.Start, range.Images, predicted, confidences, marks, hashes, (double)ticks / Stopwatch.Frequency);
    }
}
