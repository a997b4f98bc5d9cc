using System.Buffers;

using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// Images in a folder for each class: <c>CLASS/IMAGE</c>, PNG, JPEG or BMP, also in folders further down. Classes and images are
/// in ordinal order of their names, so labels do not depend on machine or culture. All images must have one size, or be brought to one
/// by <see cref="ImageSizing"/>; never silently.
/// </summary>
/// <remarks>Files are decoded when they are read (StbImageSharp; a JPEG's pixels may differ by a level from libjpeg's).</remarks>
public sealed class ImageFolder : ImageSource
{
    private readonly string[] files;
    private readonly ImageSizing? sizing;

    private ImageFolder(string path, string[] files, int[] labels, IReadOnlyList<string> classNames, (int Height, int Width) size, ImageSizing? sizing)
        : base(path, size.Height, size.Width, labels, classNames) => (this.files, this.sizing) = (files, sizing);

    /// <summary>Lists the images and compares their sizes, reading the beginning of each.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sizing">How images are brought to one size; null takes them as they are, all of one size.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no class folders, or one without images.</exception>
    /// <exception cref="MalformedFileException">A file is no image, or has another size than the first.</exception>
    public static ImageFolder Open(string path, ImageSizing? sizing = null)
    {
        var folder = OpenUnchecked(path, sizing);
        var size = (folder.Height, folder.Width);
        if (sizing is null)
        {
            // Each beginning is read to tell of a stray size now, not after an hour; on all cores, as it is mostly waiting.
            var strays = folder.files.AsParallel().AsOrdered().Select(file => (File: file, Size: ImageDecoder.Size(file))).Where(image => image.Size != size);
            foreach (var (file, other) in strays.Take(1))
                throw new MalformedFileException(file, 0, $"the image has {other.Width}×{other.Height} pixels, but {folder.files[0]} has {size.Width}×{size.Height}; bring all to one size, or let 'resize' and 'crop' do it");
        }

        return folder;
    }

    /// <summary>As <see cref="Open"/>, but a stray size is noticed only when its image is read: for benchmarks of millions of files.</summary>
    internal static ImageFolder OpenUnchecked(string path, ImageSizing? sizing)
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

        var size = sizing is null ? ImageDecoder.Size(files[0]) : (sizing.Crop, sizing.Crop);
        return new ImageFolder(path, [.. files], [.. labels], classes, size, sizing);
    }

    /// <inheritdoc/>
    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb)
    {
        for (var i = 0; i < count; i++) ReadImage(files[start + i], nhwcRgb.Slice(i * ImageBytes, ImageBytes));
    }

    private void ReadImage(string file, Span<byte> rgb)
    {
        if (sizing is null)
        {
            ImageDecoder.Decode(file, (Height, Width), rgb);
            return;
        }

        var size = ImageDecoder.Size(file);
        var pixels = ArrayPool<byte>.Shared.Rent(size.Height * size.Width * Channels);
        try
        {
            ImageDecoder.Decode(file, size, pixels.AsSpan(0, size.Height * size.Width * Channels));
            if (ImageResampler.Fit(pixels.AsSpan(0, size.Height * size.Width * Channels), size, sizing, rgb)) return;
            throw new MalformedFileException(file, 0, $"the image has {size.Width}×{size.Height} pixels, less than 'crop' {sizing.Crop}; set 'resize' too");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
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
