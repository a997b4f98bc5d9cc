namespace ArchRepair.Engine.Localization;

/// <summary>Above which mean activation a neuron counts as active.</summary>
public enum ThresholdRule
{
    /// <summary>Each neuron's own mean over the passing examples.</summary>
    PassMean,

    /// <summary>Each neuron's own median over the passing examples.</summary>
    PassMedian,

    /// <summary>One value for all, <see cref="LocalizationOptions.FixedThreshold"/>.</summary>
    Fixed,
}
