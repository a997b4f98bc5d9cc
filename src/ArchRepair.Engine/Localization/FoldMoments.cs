namespace ArchRepair.Engine.Localization;

/// <summary>Sums by fold and neuron.</summary>
/// <param name="Sums">[folds, J].</param>
/// <param name="Squares">[folds, J]: sums of squares.</param>
internal sealed record FoldMoments(double[,] Sums, double[,] Squares)
{
    /// <summary>Weighted sums of one neuron over the folds.</summary>
    public (double Sum, double Squares) Of(int neuron, ReadOnlySpan<double> foldWeights)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var fold = 0; fold < foldWeights.Length; fold++)
        {
            sum += foldWeights[fold] * Sums[fold, neuron];
            squares += foldWeights[fold] * Squares[fold, neuron];
        }
        return (sum, squares);
    }
}
