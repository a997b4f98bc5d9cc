namespace ArchRepair.Engine.Localization;

/// <summary>How often a neuron was active and not, on failures and on passes. Real numbers, so that examples may carry weights.</summary>
/// <param name="ActiveFailed">a_f ≥ 0.</param>
/// <param name="InactiveFailed">n_f ≥ 0.</param>
/// <param name="ActivePassed">a_s ≥ 0.</param>
/// <param name="InactivePassed">n_s ≥ 0.</param>
internal readonly record struct SpectrumCounts(double ActiveFailed, double InactiveFailed, double ActivePassed, double InactivePassed)
{
    /// <summary>The counts of the neuron's silence: active and inactive change places.</summary>
    public SpectrumCounts OfSilence => new(InactiveFailed, ActiveFailed, InactivePassed, ActivePassed);
}
