namespace ArchRepair.Engine.Repair.Data;

/// <summary>A way to change training images that keeps their class.</summary>
/// <param name="Description">For reports.</param>
/// <param name="Apply">Changes an image in place.</param>
internal sealed record Augmentation(string Description, AugmentImage Apply);

/// <param name="image">Changed in place.</param>
/// <param name="start">H·W·3 values of room.</param>
/// <param name="random">All of its draws.</param>
internal delegate void AugmentImage(WorkImage image, float[] start, ref CounterRandom random);

/// <summary>Every augmentation by name; adding one is one class and one line here.</summary>
internal static class AugmentationCatalog
{
    public static IReadOnlyDictionary<string, Augmentation> All { get; } = new OrderedDictionary<string, Augmentation>(StringComparer.Ordinal)
    {
        ["simple"] = new(SimpleAugmentation.Description, SimpleAugmentation.Apply),
        ["augmix"] = new(AugMix.Description, AugMix.Apply),
    };
}
