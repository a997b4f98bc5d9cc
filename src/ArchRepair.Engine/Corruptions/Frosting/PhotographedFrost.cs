using System.Collections.Concurrent;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Images;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>Random crops of the published photographs, scaled to the image's parameter set.</summary>
internal sealed class PhotographedFrost : IFrostSource
{
    private static readonly string[] Files = ["frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg"];

    private readonly RgbImage[] _photographs;
    private readonly ConcurrentDictionary<(int Photograph, double Scale), RgbImage> _scaled = new();

    private PhotographedFrost(RgbImage[] photographs) => _photographs = photographs;

    public bool IsSubstitute => false;

    public static PhotographedFrost Load(string folder)
    {
        var missing = Files.Where(file => !File.Exists(Path.Combine(folder, file))).ToArray();
        if (missing.Length > 0)
            throw new FileNotFoundException($"The frost folder {folder} lacks {string.Join(", ", missing)}; it must hold {string.Join(", ", Files)}.");
        return new([.. Files.Select(file => RgbImage.Load(Path.Combine(folder, file)))]);
    }

    public void Fill(Span<byte> texture, ImageSize size, IRandomDraws draws)
    {
        Span<int> draw = stackalloc int[1];
        draws.Integers(0, Files.Length, draw);
        var picture = _scaled.GetOrAdd((draw[0], ScaleFor(size)), key => _photographs[key.Photograph].Scaled(key.Scale));
        if (picture.Size.Height <= size.Height || picture.Size.Width <= size.Width)
            throw new InvalidOperationException($"The frost texture {Files[draw[0]]} is {picture.Size} after scaling, too small for images of {size}.");
        draws.Integers(0, picture.Size.Height - size.Height, draw);
        var top = draw[0];
        draws.Integers(0, picture.Size.Width - size.Width, draw);
        var left = draw[0];
        for (var y = 0; y < size.Height; y++)
            picture.Values.Slice((((top + y) * picture.Size.Width) + left) * 3, size.Width * 3).CopyTo(texture[(y * size.Width * 3)..]);
    }

    private static double ScaleFor(ImageSize size)
    {
        var set = ParameterSet.For(size);
        if (set == ParameterSet.Cifar) return 0.2;
        return set == ParameterSet.TinyImageNet ? 0.3 : 1;
    }
}
