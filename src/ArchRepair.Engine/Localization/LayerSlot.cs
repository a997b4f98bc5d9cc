namespace ArchRepair.Engine.Localization;

/// <summary>Neurons [<paramref name="Offset"/>, <paramref name="Offset"/> + <paramref name="Count"/>) are one layer.</summary>
/// <param name="Path">Path of its convolution.</param>
/// <param name="Group">Index of the ranked group that it belongs to.</param>
/// <param name="IsNormalized">Whether a normalization layer recorded statistics behind it.</param>
internal sealed record LayerSlot(string Path, int Group, int Offset, int Count, bool IsNormalized);
