using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Chooses the fastest form that computes a network faithfully.</summary>
public static class PredictorFactory
{
    /// <summary>A predictor for the network as it is now.</summary>
    /// <param name="model">In evaluation mode; must not change or be disposed while the predictor lives.</param>
    /// <param name="normalization">What the network expects of its input.</param>
    /// <param name="options">How to compute.</param>
    /// <returns>The caller disposes it; the network stays the caller's.</returns>
    /// <exception cref="InvalidOperationException">The network is in training mode.</exception>
    public static Predictor Create(ChainClassifier model, Normalization normalization, PredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        if (model.training) throw new InvalidOperationException("A network predicts in evaluation mode; call eval() first.");
        return new FormPredictor(new EagerForm(model), normalization, options);
    }
}
