using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>All that the pixels of a written benchmark depend on.</summary>
/// <param name="Layout">How the images lie in the folder.</param>
/// <param name="Seed">Seed of all draws.</param>
/// <param name="Images">Images of a cell.</param>
/// <param name="Size">Height and width, e.g. <c>32x32</c>.</param>
/// <param name="Parameters">The set of severities.</param>
/// <param name="Frost">Whether frost was made from the published photographs.</param>
/// <param name="Source">SHA-256 of the labels and of a sample of the clean images, hexadecimal.</param>
internal sealed record BenchmarkIdentity(string Layout, ulong Seed, int Images, string Size, string Parameters, string Frost, string Source)
{
    /// <summary>So many images, evenly spaced, tell one data set from another.</summary>
    private const int Sample = 64;

    public static BenchmarkIdentity Of(ImageSource source, BenchmarkPlan plan, int images)
    {
        var size = new ImageSize(source.Height, source.Width);
        var isSubstitute = plan.Corruptions.Any(corruption => corruption.Name == "frost" && corruption.IsSubstitute);
        return new(
            plan.Layout == BenchmarkLayout.Arrays ? "cifar-c" : "image-folder-c", plan.Seed, images, size.ToString(), ParameterSet.For(size).Name,
            plan.Corruptions.All(corruption => corruption.Name != "frost") ? "none" : isSubstitute ? "procedural" : "photographs", HashOf(source, images));
    }

    /// <summary>In what another benchmark differs from this; null where they may share a folder.</summary>
    public string? DifferenceTo(BenchmarkIdentity other)
    {
        if (Layout != other.Layout) return $"layout {other.Layout}, not {Layout}";
        if (Seed != other.Seed) return FormattableString.Invariant($"seed {other.Seed}, not {Seed}");
        if (Images != other.Images) return FormattableString.Invariant($"{other.Images} images, not {Images}");
        if (Size != other.Size) return $"images of {other.Size}, not {Size}";
        if (Parameters != other.Parameters) return $"parameters for {other.Parameters}, not {Parameters}";
        // A run without frost may go on in a folder with either kind.
        if (Frost != other.Frost && Frost != "none" && other.Frost != "none") return $"frost from {other.Frost} textures, not {Frost}";
        return Source != other.Source ? "other clean images" : null;
    }

    private static string HashOf(ImageSource source, int images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>(source.Labels.Take(images).ToArray()));
        var image = new byte[source.ImageBytes];
        for (var i = 0; i < Math.Min(images, Sample); i++)
        {
            source.Read((int)((long)i * images / Math.Min(images, Sample)), 1, image);
            hash.AppendData(image);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
