namespace ArchRepair.Engine.Localization;

/// <summary>How the scores of its neurons become the score of a block.</summary>
public enum BlockAggregation
{
    /// <summary>How many times over-represented the block's neurons are among the network's most suspicious ones.</summary>
    Lift,

    /// <summary>Mean of its neurons.</summary>
    Mean,

    /// <summary>Its most suspicious neuron.</summary>
    Maximum,
}
