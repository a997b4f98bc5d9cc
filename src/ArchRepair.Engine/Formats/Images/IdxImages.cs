namespace ArchRepair.Engine.Formats;

/// <summary>
/// MNIST's layout (IDX, plain or gzip): grey images and labels in two files. Grey is repeated for red, green and blue. The pixels
/// are held in memory, one byte each.
/// </summary>
public sealed class IdxImages : ImageSource
{
    private readonly byte[] grey;

    private IdxImages(string path, IdxArray images, int[] labels)
        : base(path, images.Sizes[1], images.Sizes[2], labels, []) => grey = images.Elements;

    /// <summary>Opens a pair of files.</summary>
    /// <exception cref="MalformedFileException">A file is damaged, of another kind, or the two have different counts.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static IdxImages Open(string imagesPath, string labelsPath)
    {
        var images = IdxArray.Read(imagesPath, rank: 3);
        var labels = IdxArray.Read(labelsPath, rank: 1);
        if (images.Sizes[1] == 0 || images.Sizes[2] == 0) throw new MalformedFileException(imagesPath, 0, "the images have no pixels");
        if (images.Sizes[0] != labels.Sizes[0])
            throw new MalformedFileException(imagesPath, 0, $"{images.Sizes[0]} images, but {labelsPath} has {labels.Sizes[0]} labels");
        return new IdxImages(imagesPath, images, [.. labels.Elements.Select(label => (int)label)]);
    }

    /// <summary>Opens the pair that a folder holds: <c>t10k-images…</c> or <c>train-images…</c>, and the labels beside.</summary>
    /// <param name="path">The folder, or the file of images itself.</param>
    /// <param name="part">Which pair of the folder; a file decides for itself.</param>
    /// <exception cref="FileNotFoundException">There is not exactly one such pair.</exception>
    /// <inheritdoc cref="Open(string, string)" path="/exception"/>
    public static IdxImages Open(string path, DataPart part)
    {
        var images = File.Exists(path) ? path : FindImages(path, part);
        var name = System.IO.Path.GetFileName(images);
        var labels = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(images))!,
            name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal));
        if (labels == System.IO.Path.GetFullPath(images) || !File.Exists(labels))
            throw new FileNotFoundException($"The labels of {images} should stand in {labels}, which does not exist.");
        return Open(images, labels);
    }

    /// <inheritdoc/>
    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb)
    {
        var pixels = grey.AsSpan(start * Height * Width, count * Height * Width);
        for (var i = 0; i < pixels.Length; i++) nhwcRgb.Slice(Channels * i, Channels).Fill(pixels[i]);
    }

    private static string FindImages(string folder, DataPart part)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder} does not exist; expected is a folder of IDX files.");
        var prefix = part == DataPart.Test ? "t10k-images" : "train-images";
        var found = Directory.EnumerateFiles(folder, prefix + "*idx3-ubyte*")
            .Where(file => file.EndsWith("ubyte", StringComparison.Ordinal) || file.EndsWith(".gz", StringComparison.Ordinal)).ToList();
        return found is [var only]
            ? only
            : throw new FileNotFoundException($"{folder} has {found.Count} files {prefix}*idx3-ubyte[.gz]; exactly one is expected.");
    }
}
