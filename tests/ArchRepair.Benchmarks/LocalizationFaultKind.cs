namespace ArchRepair.Benchmarks;

/// <summary>What is done to a block.</summary>
internal enum LocalizationFaultKind
{
    /// <summary>Normal noise on the convolutions' weights, in units of their standard deviation.</summary>
    WeightNoise,

    /// <summary>Weights of some output channels set to zero.</summary>
    ZeroedChannels,

    /// <summary>Signs of some weights flipped.</summary>
    SignFlips,

    /// <summary>Recorded normalization statistics moved away: means by normal steps, variances by log-normal factors.</summary>
    StaleStatistics,

    /// <summary>Weights of some or all channels rounded to 3 bits; beyond strength 1 with a coarser step.</summary>
    ThreeBitWeights,
}
