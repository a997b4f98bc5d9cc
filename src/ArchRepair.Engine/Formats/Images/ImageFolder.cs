namespace ArchRepair.Engine.Formats;

/// <summary>
/// Images in a folder for each class: <c>CLASS/IMAGE</c>, PNG, JPEG or BMP, also in folders further down. Classes and images are
/// in ordinal order of their names, so labels do not depend on machine or culture. All images must have one size.
/// </summary>
/// <remarks>Files are decoded when they are read (StbImageSharp; a JPEG's pixels may differ by a level from libjpeg's).</remarks>
public sealed class ImageFolder : ImageSource
{
    private readonly string[] files;

    private ImageFolder(string path, string[] files, int[] labels, IReadOnlyList<string> classNames, (int Height, int Width) size)
        : base(path, size.Height, size.Width, labels, classNames) => this.files = files;

    /// <summary>Lists the images and compares their sizes, reading the beginning of each.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no class folders, or one without images.</exception>
    /// <exception cref="MalformedFileException">A file is no image, or has another size than the first.</exception>
    public static ImageFolder Open(string path)
    {
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"The folder {path} does not exist; expected is a folder with a folder for each class.");
        var classes = VisibleFolders(path);
        if (classes.Count == 0) throw new FileNotFoundException($"{path} has no folders; expected is one for each class, with its images.");
        var (files, labels) = (new List<string>(), new List<int>());
        for (var label = 0; label < classes.Count; label++)
        {
            var images = Images(System.IO.Path.Combine(path, classes[label]));
            if (images.Count == 0) throw new FileNotFoundException($"The class folder {System.IO.Path.Combine(path, classes[label])} holds no PNG, JPEG or BMP image.");
            files.AddRange(images);
            labels.AddRange(Enumerable.Repeat(label, images.Count));
        }
        var size = ImageDecoder.Size(files[0]);
        foreach (var file in files)
            if (ImageDecoder.Size(file) is var other && other != size)
                throw new MalformedFileException(file, 0, $"the image has {other.Width}×{other.Height} pixels, but {files[0]} has {size.Width}×{size.Height}; bring all to one size first");
        return new ImageFolder(path, [.. files], [.. labels], classes, size);
    }

    /// <inheritdoc/>
    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb)
    {
        for (var i = 0; i < count; i++) ImageDecoder.Decode(files[start + i], (Height, Width), nhwcRgb.Slice(i * ImageBytes, ImageBytes));
    }

    /// <summary>Names of the folders in a folder, ordinally; those that begin with a point are left out.</summary>
    internal static IReadOnlyList<string> VisibleFolders(string path) =>
        [.. Directory.EnumerateDirectories(path).Select(folder => System.IO.Path.GetFileName(folder)!)
            .Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];

    private static List<string> Images(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !System.IO.Path.GetFileName(file).StartsWith('.') && ImageDecoder.HasImageName(file))
            .OrderBy(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal)];
}
