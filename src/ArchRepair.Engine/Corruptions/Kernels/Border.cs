namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Where a filter looks when it leaves the image. Every rule holds for images smaller than the filter too.</summary>
internal enum Border
{
    /// <summary>a a|a b c|c c</summary>
    Edge,

    /// <summary>b a|a b c|c b</summary>
    Mirror,

    /// <summary>c b|a b c|b a</summary>
    MirrorWithoutEdge,
}
