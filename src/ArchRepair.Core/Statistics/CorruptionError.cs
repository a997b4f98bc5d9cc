namespace ArchRepair.Core.Statistics;

/// <summary>The numbers that a corruption benchmark is summed up in. All are ratios or rates; print them as percent.</summary>
/// <remarks>Hendrycks, Dietterich (2019), ICLR, arXiv 1903.12261, section 4, "metrics and setup".</remarks>
public static class CorruptionError
{
    /// <summary>Mean accuracy over cells, each with the same weight, in [0,1].</summary>
    /// <exception cref="ArgumentException">There is no cell, or an error is not in [0,1].</exception>
    public static double MeanCorruptedAccuracy(IReadOnlyList<CellError> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw new ArgumentException("There is no corrupted cell to average over.", nameof(cells));
        double[] errors = [.. cells.Select(cell => cell.Error)];
        Require.Probabilities(errors, nameof(cells));
        return 1 - errors.Sum() / errors.Length;
    }

    /// <summary>Why mCE cannot be computed from these cells; empty when it can.</summary>
    /// <param name="cells">Exactly one cell for each of the reference's severities, for each corruption that occurs.</param>
    /// <param name="reference">The model to measure against; has every corruption that occurs.</param>
    /// <remarks>A mean over other severities than the reference's, or without its missing corruptions, would be another number.</remarks>
    public static IEnumerable<string> Problems(IReadOnlyList<CellError> cells, ReferenceErrors reference)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(reference);
        foreach (var problem in reference.Problems()) yield return problem;
        foreach (var cell in cells)
            if (cell.Error is not (>= 0 and <= 1)) yield return Require.Text($"{cell.Cell} has the error {cell.Error}; it must lie in [0, 1].");
        var groups = cells.GroupBy(cell => cell.Cell.Corruption).ToArray();
        foreach (var corruption in reference.ByCorruption.Keys.Except(groups.Select(group => group.Key)))
            yield return $"no cell has {corruption}, which {reference.Name} was measured on.";
        foreach (var group in groups)
        {
            if (!reference.ByCorruption.ContainsKey(group.Key)) yield return $"{reference.Name} has no error for {group.Key}.";
            if (!group.Select(cell => cell.Cell.Severity).Order().SequenceEqual(reference.Severities.Order()))
                yield return $"{group.Key} has the severities {string.Join(", ", group.Select(cell => cell.Cell.Severity))}, {reference.Name} the severities {string.Join(", ", reference.Severities)}.";
        }
    }

    /// <summary>mCE: 1 is as bad as the reference, less is better.</summary>
    /// <inheritdoc cref="Problems" path="/param"/>
    /// <exception cref="ArgumentException">The cells do not fit the reference; the message names every misfit.</exception>
    /// <remarks>CE_c = Σ_s E_sc / Σ_s E_sc of the reference; mCE is the mean of CE_c over corruptions.</remarks>
    public static double Mean(IReadOnlyList<CellError> cells, ReferenceErrors reference) => Sum(cells, Weights(cells, reference));

    /// <summary>The weight of each cell's error in mCE: with fixed denominators mCE is a weighted sum.</summary>
    /// <inheritdoc cref="Mean" path="/param|/exception"/>
    /// <returns>One weight for each cell, in its order. A change of mCE is their sum over cells of weight times <em>minus</em> the accuracy change.</returns>
    public static double[] Weights(IReadOnlyList<CellError> cells, ReferenceErrors reference)
    {
        RequireFit(cells, reference);
        double scale = reference.ByCorruption.Count * reference.Severities.Count;
        return [.. cells.Select(cell => 1 / (scale * reference.ByCorruption[cell.Cell.Corruption]))];
    }

    /// <summary>Relative mCE: how much is lost against clean images, compared with what the reference loses.</summary>
    /// <inheritdoc cref="Mean" path="/param"/>
    /// <param name="cells">Exactly one cell for each of the reference's severities, for each of its corruptions.</param>
    /// <param name="cleanError">The model's error on clean images, in [0,1].</param>
    /// <param name="reference">The model to measure against; has every corruption that occurs, and a clean error.</param>
    /// <exception cref="ArgumentException">The cells do not fit the reference, or it has no clean error, or a corruption does not hurt it.</exception>
    /// <remarks>Relative CE_c = Σ_s (E_sc − E_clean) / Σ_s (E_sc − E_clean) of the reference; the mean over corruptions.</remarks>
    public static double RelativeMean(IReadOnlyList<CellError> cells, double cleanError, ReferenceErrors reference)
    {
        Require.Probabilities([cleanError], nameof(cleanError));
        return Sum([.. cells.Select(cell => cell with { Error = cell.Error - cleanError })], RelativeWeights(cells, reference));
    }

    /// <summary>The weight of each cell's error in relative mCE; the clean error has minus their sum.</summary>
    /// <inheritdoc cref="RelativeMean" path="/param[@name!='cleanError']|/exception"/>
    public static double[] RelativeWeights(IReadOnlyList<CellError> cells, ReferenceErrors reference)
    {
        RequireFit(cells, reference);
        if (reference.Clean is not { } clean) throw new ArgumentException($"{reference.Name} has no clean error; relative mCE needs one.", nameof(reference));
        foreach (var (corruption, error) in reference.ByCorruption)
            if (error <= clean) throw new ArgumentException(Require.Text($"{reference.Name} is no worse on {corruption} ({error}) than on clean images ({clean}); relative mCE has no meaning."), nameof(reference));
        double scale = reference.ByCorruption.Count * reference.Severities.Count;
        return [.. cells.Select(cell => 1 / (scale * (reference.ByCorruption[cell.Cell.Corruption] - clean)))];
    }

    private static double Sum(IReadOnlyList<CellError> cells, double[] weights) => cells.Zip(weights, (cell, weight) => weight * cell.Error).Sum();

    private static void RequireFit(IReadOnlyList<CellError> cells, ReferenceErrors reference)
    {
        string[] problems = [.. Problems(cells, reference)];
        if (problems.Length > 0) throw new ArgumentException($"mCE against {reference.Name} cannot be computed: {string.Join(" ", problems)}", nameof(cells));
    }
}
