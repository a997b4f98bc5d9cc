namespace ArchRepair.Engine.Formats;

/// <summary>
/// Labelled images of one size, read in pieces: 8-bit RGB, interleaved, [N,H,W,3]. Reads may come from any number of threads.
/// </summary>
public abstract class ImageSource : IDisposable
{
    /// <summary>Colours of a pixel.</summary>
    protected const int Channels = 3;

    private readonly int[] labels;

    /// <param name="path">File or folder, for messages.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="labels">One for each image, at least 0.</param>
    /// <param name="classNames">Names by label; empty where the data do not tell.</param>
    protected ImageSource(string path, int height, int width, int[] labels, IReadOnlyList<string> classNames) =>
        (Path, Height, Width, this.labels, ClassNames) = (path, height, width, labels, classNames);

    /// <summary>File or folder that the images come from.</summary>
    public string Path { get; }

    /// <summary>Number of images.</summary>
    public int Count => labels.Length;

    /// <summary>Rows of every image.</summary>
    public int Height { get; }

    /// <summary>Columns of every image.</summary>
    public int Width { get; }

    /// <summary>Bytes of one image: height × width × 3.</summary>
    public int ImageBytes => Height * Width * Channels;

    /// <summary>Class of each image, from 0.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>Names of the classes by label; empty where the data do not tell.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Copies images.</summary>
    /// <param name="start">First image, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="nhwcRgb">Gets the pixels, [count,H,W,3]; exactly count × <see cref="ImageBytes"/> long.</param>
    /// <exception cref="ArgumentException">The range is outside the images, or the span has another length.</exception>
    /// <exception cref="MalformedFileException">An image file is damaged.</exception>
    public void Read(int start, int count, Span<byte> nhwcRgb)
    {
        if (start < 0 || count < 0 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{count} images from there on are not among the {Count}.");
        if (nhwcRgb.Length != (long)count * ImageBytes)
            throw new ArgumentException($"{count} images take {(long)count * ImageBytes} bytes, not {nhwcRgb.Length}.", nameof(nhwcRgb));
        if (count > 0) ReadImages(start, count, nhwcRgb);
    }

    /// <summary>Refuses labels that a model of so many classes cannot answer.</summary>
    /// <exception cref="MalformedFileException">A label is at or over <paramref name="classCount"/>.</exception>
    public void RequireLabelsBelow(int classCount)
    {
        var at = Array.FindIndex(labels, label => label >= classCount);
        if (at >= 0) throw new MalformedFileException(Path, 0, $"image {at} has label {labels[at]}, but the model has only {classCount} classes");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As <see cref="Read"/>, arguments checked, count at least 1.</summary>
    protected abstract void ReadImages(int start, int count, Span<byte> nhwcRgb);

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
    }

    /// <summary>Labels from any integer type, checked to be from 0 to <paramref name="last"/>.</summary>
    internal static int[] CheckLabels(string path, long offset, ReadOnlySpan<long> values, int last = 999_999)
    {
        var labels = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] > last) throw new MalformedFileException(path, offset, $"image {i} has label {values[i]}; allowed is 0 to {last}");
            labels[i] = (int)values[i];
        }
        return labels;
    }
}
