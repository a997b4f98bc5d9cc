namespace ArchRepair.Engine.Localization;

/// <summary>Sums by fold and neuron.</summary>
/// <param name="Sums">[folds, J].</param>
/// <param name="Squares">[folds, J]: sums of squares.</param>
internal sealed record FoldMoments(double[,] Sums, double[,] Squares)
{
    /// <summary>Weighted sums over the folds, [J] each.</summary>
    public (double[] Sums, double[] Squares) Weighted(ReadOnlySpan<double> foldWeights)
    {
        var (sums, squares) = (new double[Sums.GetLength(1)], new double[Sums.GetLength(1)]);
        for (var fold = 0; fold < foldWeights.Length; fold++)
        {
            if (foldWeights[fold] == 0) continue;
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += foldWeights[fold] * Sums[fold, j];
                squares[j] += foldWeights[fold] * Squares[fold, j];
            }
        }
        return (sums, squares);
    }
}
