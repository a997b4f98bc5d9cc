namespace ArchRepair.Engine.Corruptions;

/// <summary>
/// Which of the three published sets of severities an image gets. ImageNet's numbers destroy a 32×32 image, so the set follows the
/// image's size, and reports name it.
/// </summary>
public sealed record ParameterSet
{
    private ParameterSet(string name, int side) => (Name, Side) = (name, side);

    /// <summary>CIFAR-10-C, 32×32.</summary>
    public static ParameterSet Cifar { get; } = new("CIFAR", 32);

    /// <summary>Tiny-ImageNet-C, 64×64.</summary>
    public static ParameterSet TinyImageNet { get; } = new("Tiny-ImageNet", 64);

    /// <summary>ImageNet-C, 224×224.</summary>
    public static ParameterSet ImageNet { get; } = new("ImageNet", 224);

    public string Name { get; }

    /// <summary>The side in pixels for which the set was published.</summary>
    public int Side { get; }

    /// <summary>The set whose side is nearest to √(H·W) on a logarithmic scale: CIFAR's below √(32·64) ≈ 45 pixels, Tiny-ImageNet's
    /// below √(64·224) ≈ 120, ImageNet's from there on. Nothing is interpolated.</summary>
    public static ParameterSet For(ImageSize size) => size.Pixels switch
    {
        < 32 * 64 => Cifar,
        < 64 * 224 => TinyImageNet,
        _ => ImageNet,
    };

    /// <summary>True when the set was published for exactly this size.</summary>
    public bool IsExactFor(ImageSize size) => size == ImageSize.Square(Side);

    public override string ToString() => FormattableString.Invariant($"{Name} ({Side}x{Side})");
}
