using ArchRepair.Core.Results;

namespace ArchRepair.Core.Baselines;

/// <summary>
/// Right answers of all cells in few bytes: what a model answered on an image under one corruption says much about the next, and each
/// bit is predicted from those already written. The layout is part of schema 2 of a baseline and must never change.
/// </summary>
internal static class AnswerCode
{
    private const int Neighbours = 4;
    private const int Levels = 24;
    private const int Loose = 6;
    private const int Slowest = 250;

    public static byte[] Encode(IReadOnlyList<CellOutcome> cells, ClassSequence labels)
    {
        var coder = new ArithmeticEncoder();
        Walk([.. cells.Select(cell => (cell.Cell, cell.Images))], labels, (cell, image, chance) =>
        {
            var bit = cells[cell].Correct[image];
            coder.Write(bit, chance);
            return bit;
        });
        return coder.Finish();
    }

    /// <param name="code">From <see cref="Encode"/>, with the same cells and labels.</param>
    public static BitSet[] Decode(byte[] code, IReadOnlyList<(Cell Cell, int Images)> cells, ClassSequence labels)
    {
        var coder = new ArithmeticDecoder(code);
        return [.. Walk(cells, labels, (_, _, chance) => coder.Read(chance)).Select(row => BitSet.FromBools(row))];
    }

    // Cell by cell, image by image: predicts, asks for the bit, learns it.
    private static bool[][] Walk(IReadOnlyList<(Cell Cell, int Images)> cells, ClassSequence labels, Func<int, int, int, bool> next)
    {
        var rows = cells.Select(cell => new bool[cell.Images]).ToArray();
        var images = cells.Count == 0 ? 0 : cells.Max(cell => cell.Images);
        var right = new int[images];
        var classes = 1;
        for (var i = 0; i < labels.Length; i++) classes = Math.Max(classes, labels[i] + 1);
        var predictor = new BitPredictor([4 * Levels, 4 * 16 * 4, 2 * 2 * Levels, 4 * classes, 32 * 6, Levels * 6 * 2], Slowest);
        Span<int> contexts = stackalloc int[6];
        for (var c = 0; c < cells.Count; c++)
        {
            var (below, belowThat, beside) = Relatives(cells, c);
            predictor.Loosen(Loose);
            for (var i = 0; i < rows[c].Length; i++)
            {
                var under = Bit(rows, below, i) + 2 * Bit(rows, belowThat, i);
                var sides = 0;
                foreach (var row in beside) sides = 2 * sides + Bit(rows, row, i);
                var level = c == 0 ? 0 : right[i] * (Levels - 1) / c;
                contexts[0] = under * Levels + level;
                contexts[1] = (under * 16 + sides) * 4 + Math.Min(3, level * 4 / Levels);
                contexts[2] = ((sides & 1) * 2 + (under & 1)) * Levels + level;
                contexts[3] = 4 * (i < labels.Length ? labels[i] : 0) + under;
                contexts[4] = Math.Min(31, right[i] * 31 / Math.Max(c, 1)) * 6 + cells[c].Cell.Severity;
                contexts[5] = (level * 6 + cells[c].Cell.Severity) * 2 + Bit(rows, c - 1, i);
                rows[c][i] = next(c, i, predictor.Predict(contexts));
                predictor.Learn(rows[c][i]);
                if (rows[c][i]) right[i]++;
            }
        }

        return rows;
    }

    private static int Bit(bool[][] rows, int row, int image) => row >= 0 && image < rows[row].Length && rows[row][image] ? 1 : 0;

    // The same corruption one and two severities lower (the clean images under the lowest), and earlier corruptions at this severity.
    private static (int Below, int BelowThat, int[] Beside) Relatives(IReadOnlyList<(Cell Cell, int Images)> cells, int of)
    {
        var own = cells[of].Cell;
        int[] earlier = [.. Enumerable.Range(0, of).Reverse()];
        int[] lower = [.. earlier.Where(c => cells[c].Cell.Corruption == own.Corruption && cells[c].Cell.Severity < own.Severity)];
        var clean = earlier.FirstOrDefault(c => cells[c].Cell.IsClean, -1);
        int[] beside = [.. earlier.Where(c => cells[c].Cell.Severity == own.Severity).Take(Neighbours)];
        return (lower.Length > 0 ? lower[0] : clean, lower.Length > 1 ? lower[1] : clean, beside);
    }
}
