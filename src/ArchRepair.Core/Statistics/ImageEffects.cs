namespace ArchRepair.Core.Statistics;

/// <summary>
/// One number for each image, whose mean is a weighted sum of the cells' accuracy differences. The cells share their images, so the
/// image is the unit that varies independently; treating cells as independent understates the error several times.
/// </summary>
/// <param name="Values">One value for each image.</param>
/// <param name="Bound">No value could have been larger than this, or smaller than its negative.</param>
public sealed record ImageEffects(IReadOnlyList<double> Values, double Bound)
{
    /// <summary>Every cell with the same weight: the mean is the change of the mean accuracy over cells.</summary>
    /// <param name="cells">One or more cells; a cell may have fewer images than another.</param>
    /// <exception cref="ArgumentException">There is no cell, or a cell is empty or unpaired.</exception>
    /// <remarks><inheritdoc cref="Of(IReadOnlyList{CellPair}, ReadOnlySpan{double})" path="/remarks"/></remarks>
    public static ImageEffects Of(IReadOnlyList<CellPair> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var weights = new double[cells.Count];
        Array.Fill(weights, 1.0 / cells.Count);
        return Of(cells, weights);
    }

    /// <summary>Cell c counts <paramref name="weights"/>[c] times: with the weights of mCE, the mean is minus the change of mCE.</summary>
    /// <param name="cells">One or more cells; a cell may have fewer images than another.</param>
    /// <param name="weights">One finite weight for each cell.</param>
    /// <exception cref="ArgumentException">There is no cell, a cell is empty or unpaired, or the weights do not fit the cells.</exception>
    /// <remarks>
    /// Where every cell has all N images, image i has the value Σ_c w_c·d_ic: with equal weights, its average over cells. In general, with
    /// m_c the mean difference of cell c over its n_c images and θ = Σ_c w_c·m_c, it has θ + Σ_{c∋i} w_c·(d_ic − m_c)·N/n_c, the linear
    /// term of the delta method (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6). The mean is θ.
    /// </remarks>
    public static ImageEffects Of(IReadOnlyList<CellPair> cells, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw new ArgumentException("There is no cell to average over.", nameof(cells));
        if (weights.Length != cells.Count) throw new ArgumentException($"There are {weights.Length} weights for {cells.Count} cells.", nameof(weights));
        Require.Finite(weights, nameof(weights));
        foreach (var cell in cells)
            if (cell.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(cells));

        var images = cells.Max(cell => cell.Images);
        var values = new double[images];
        var (total, bound) = (0.0, 0.0);
        for (var c = 0; c < cells.Count; c++)
        {
            var cell = cells[c];
            var isWhole = cell.Images == images;
            // A cell with all images needs no centring: its residuals and its mean add up to the differences themselves.
            var mean = isWhole ? 0 : cell.MeanDifference;
            var factor = weights[c] * images / cell.Images;
            total += weights[c] * mean;
            bound += isWhole ? Math.Abs(weights[c]) : Math.Abs(weights[c]) + 2 * Math.Abs(factor);
            for (var i = 0; i < cell.Images; i++) values[i] += factor * (cell.Difference(i) - mean);
        }
        for (var i = 0; i < images; i++) values[i] += total;
        return new ImageEffects(values, bound);
    }
}
