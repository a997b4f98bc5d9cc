using System.IO.Hashing;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Measures a model on every image of every cell, in pieces over all threads; memory does not grow with the images.</summary>
public static class Evaluator
{
    // Batches of 64 to 128 are fastest here; the pixel hash is made of the hashes of such pieces, so the number is part of it.
    private const int Piece = 128;

    /// <param name="predictor">Answers for the model; safe to call from several threads.</param>
    /// <param name="threads">Threads that compute side by side.</param>
    public static Core.Results.Evaluation Run(
        LoadedModel model, TestSet data, DataSettings settings, Predictor predictor, int threads, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        CheckClasses(model.Identity, data.Labels);
        var columns = data.Cells.Select(cell => new CellColumn(cell, Piece)).ToArray();
        var work = columns.SelectMany(column => Enumerable.Range(0, column.Pieces).Select(piece => (Column: column, Piece: piece))).ToArray();
        var bytes = data.Clean.Height * data.Clean.Width * 3;
        long done = 0;
        long total = data.Cells.Sum(cell => (long)cell.Count);
        progress.Report(new WorkerLine("evaluate", 0, total));
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(work, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => new byte[Piece * bytes],
            (item, _, pixels) =>
            {
                var count = item.Column.Measure(item.Piece, pixels, bytes, predictor);
                progress.Report(new WorkerLine("evaluate", Interlocked.Add(ref done, count), total));
                return pixels;
            },
            _ => { });

        var labels = data.Labels.Select(label => (ushort)label).ToArray();
        var outcomes = columns.Select(column => column.Outcome(data.Labels)).ToArray();
        return new Core.Results.Evaluation(
            model.Identity,
            new DataIdentity(
                $"{settings.Test.Format} {Path.GetFileName(settings.Test.Path.TrimEnd('/', '\\'))}", data.CorruptedText,
                Convert.ToHexStringLower(XxHash128.Hash(System.Runtime.InteropServices.MemoryMarshal.AsBytes(labels.AsSpan()))),
                Preprocessing(model), data.Substitutes),
            new ClassSequence(labels),
            [.. outcomes.Select(outcome => outcome with { Marks = null })],
            TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            ImageMarks.Sum(outcomes.Where(outcome => !outcome.Cell.IsClean).Select(outcome => outcome.Marks)));
    }

    private static void CheckClasses(ModelIdentity model, IReadOnlyList<int> labels)
    {
        var highest = labels.Count == 0 ? -1 : labels.Max();
        if (highest >= model.Classes.Count)
            throw new ArchRepairException(ExitCode.Usage, "AR0204", $"The data has class {highest}, but the model has {model.Classes.Count} classes (0 to {model.Classes.Count - 1}).");
    }

    private static string Preprocessing(LoadedModel model)
    {
        var normalization = model.Network.Specification.Normalization;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"RGB/255, mean {string.Join(' ', normalization.Mean)}, std {string.Join(' ', normalization.StandardDeviation)}");
    }

    /// <summary>The growing outcome of one cell.</summary>
    private sealed class CellColumn(CellImages cell, int pieceSize)
    {
        private readonly ushort[] predicted = new ushort[cell.Count];
        private readonly float[] confidences = new float[cell.Count];
        private readonly byte[] marks = new byte[cell.Count];
        private readonly UInt128[] hashes = new UInt128[(cell.Count + pieceSize - 1) / pieceSize];

        public int Pieces => hashes.Length;

        public int Measure(int piece, byte[] pixels, int bytesPerImage, Predictor predictor)
        {
            var start = piece * pieceSize;
            var count = Math.Min(pieceSize, cell.Count - start);
            var images = pixels.AsSpan(0, count * bytesPerImage);
            cell.Read(start, count, images);
            hashes[piece] = XxHash128.HashToUInt128(images);
            for (var i = 0; i < count; i++) marks[start + i] = PixelMark.Of(cell.Cell, images.Slice(i * bytesPerImage, bytesPerImage));
            predictor.Predict(images, count, predicted.AsSpan(start, count), confidences.AsSpan(start, count));
            return count;
        }

        public CellOutcome Outcome(IReadOnlyList<int> labels)
        {
            var correct = new bool[cell.Count];
            for (var i = 0; i < correct.Length; i++) correct[i] = predicted[i] == labels[i];
            var hash = XxHash128.Hash(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()));
            var right = BitSet.FromBools(correct);
            return new CellOutcome(
                cell.Cell, right, Convert.ToHexStringLower(hash), new ClassSequence(predicted), new ImageMarks(marks), ConfidenceHistogram.Of(confidences, right));
        }
    }
}
