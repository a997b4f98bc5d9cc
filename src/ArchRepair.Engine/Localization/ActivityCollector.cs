namespace ArchRepair.Engine.Localization;

/// <summary>
/// Reduces mean activations to counts and moments by fold, example by example. Thresholds of status come from the first
/// references; only until they are known are rows kept, at most <see cref="MostReferences"/> of them, so that memory does not grow
/// with the examples.
/// </summary>
internal sealed class ActivityCollector
{
    /// <summary>Examples that thresholds are taken from at most.</summary>
    public const int MostReferences = 256;

    private readonly LocalizationOptions options;
    private readonly ExampleFolds folds;
    private readonly int references;
    private readonly List<(int Fold, float[] Row)> waiting = [];
    private double[]? thresholds;

    /// <param name="neurons">J.</param>
    public ActivityCollector(LocalizationOptions options, ExampleFolds folds, int neurons)
    {
        (this.options, this.folds) = (options, folds);
        // Where nothing passes, failures are the reference.
        references = Math.Min(MostReferences, folds.Passes > 0 ? folds.Passes : folds.Failures);
        Active = new int[folds.Count, neurons];
        Sums = new double[folds.Count, neurons];
        Squares = new double[folds.Count, neurons];
        if (options.Threshold == ThresholdRule.Fixed) thresholds = StatusThresholds.Of(options, [], neurons);
    }

    /// <summary>[folds, J]: examples of the fold on which the neuron was active.</summary>
    public int[,] Active { get; }

    /// <summary>[folds, J]: sums of mean activations.</summary>
    public double[,] Sums { get; }

    /// <summary>[folds, J]: sums of their squares.</summary>
    public double[,] Squares { get; }

    /// <summary>Rows that wait for thresholds.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Adds an example; passes first, in any batches.</summary>
    /// <param name="example">Index; failures are numbered first.</param>
    /// <param name="row">Mean activations over space, [J]; becomes this one's own.</param>
    public void Add(int example, float[] row)
    {
        var fold = folds.FoldOf(example);
        for (var j = 0; j < row.Length; j++)
        {
            Sums[fold, j] += row[j];
            Squares[fold, j] += (double)row[j] * row[j];
        }
        if (thresholds is not null)
        {
            Count(fold, row, thresholds);
            return;
        }
        waiting.Add((fold, row));
        if (waiting.Count < references) return;
        thresholds = StatusThresholds.Of(options, [.. waiting.Select(item => item.Row)], row.Length);
        foreach (var (earlier, kept) in waiting) Count(earlier, kept, thresholds);
        waiting.Clear();
    }

    private void Count(int fold, float[] row, double[] above)
    {
        for (var j = 0; j < row.Length; j++)
            if (row[j] > above[j]) Active[fold, j]++;
    }
}
