namespace ArchRepair.Core.Statistics;

/// <summary>Answers of similar confidence: right as often as they claim, if the model is calibrated.</summary>
/// <param name="Lowest">Lowest confidence in the bin.</param>
/// <param name="Highest">Highest confidence in the bin.</param>
/// <param name="Count">Number of answers.</param>
/// <param name="MeanConfidence">Mean confidence, in [0,1].</param>
/// <param name="Accuracy">Share of right answers, in [0,1].</param>
public readonly record struct ReliabilityBin(double Lowest, double Highest, int Count, double MeanConfidence, double Accuracy);
