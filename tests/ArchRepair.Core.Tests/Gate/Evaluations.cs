using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

/// <summary>Hand-made evaluations for tests of comparison and gate.</summary>
internal static class Evaluations
{
    public const int Images = 200;

    /// <param name="cells">Cell and how many of its images, from the first on, are right.</param>
    public static Evaluation Of(params (Cell Cell, int Right)[] cells) => Of(Images, cells);

    public static Evaluation Of(int images, params (Cell Cell, int Right)[] cells) => new(
        new ModelIdentity("resnet20", "w.pth", new string('a', 64), ["cat", "dog"], 10, 20),
        new DataIdentity("cifar10 data", "folder", "labels", "RGB/255", []),
        new ClassSequence(new ushort[images]),
        [.. cells.Select(cell => new CellOutcome(cell.Cell, BitSet.FromBools([.. Enumerable.Range(0, images).Select(i => i < cell.Right)]), $"pixels-{cell.Cell}"))],
        1.5);
}
