using System.Buffers;
using System.Text.RegularExpressions;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// CIFAR-10 and CIFAR-100 in the official binary layout: records of one label byte (CIFAR-10) or two (coarse, fine: CIFAR-100), then
/// 1,024 bytes each of red, green and blue. Pixels stay in the files.
/// </summary>
public sealed partial class CifarBinary : ImageSource
{
    private const int Side = 32;
    private const int PlaneBytes = Side * Side;
    private const int RecordsAtOnce = 256;

    private readonly CifarLayout layout;
    private readonly IReadOnlyList<SourceFile> files;
    private readonly int[] firstImages;

    private CifarBinary(string folder, CifarLayout layout, IReadOnlyList<SourceFile> files, int[] labels, IReadOnlyList<string> classNames)
        : base(folder, Side, Side, labels, classNames)
    {
        (this.layout, this.files) = (layout, files);
        firstImages = new int[files.Count + 1];
        for (var i = 0; i < files.Count; i++) firstImages[i + 1] = firstImages[i] + (int)(files[i].Length / layout.RecordBytes);
    }

    /// <summary>Opens <c>test_batch.bin</c>, or those <c>data_batch_N.bin</c> that are there, in the order of their numbers.</summary>
    /// <param name="folder">The folder of the files, or the one that holds <c>cifar-10-batches-bin</c>.</param>
    /// <param name="part">Test or training images.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MalformedFileException">A file is no whole number of records, or a label is over 9.</exception>
    public static CifarBinary OpenCifar10(string folder, DataPart part) => Open(folder, CifarLayout.Cifar10, part);

    /// <summary>Opens <c>test.bin</c> or <c>train.bin</c>; labels are the 100 fine ones.</summary>
    /// <param name="folder">The folder of the files, or the one that holds <c>cifar-100-binary</c>.</param>
    /// <param name="part">Test or training images.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MalformedFileException">A file is no whole number of records, or a label is out of range.</exception>
    public static CifarBinary OpenCifar100(string folder, DataPart part) => Open(folder, CifarLayout.Cifar100, part);

    /// <inheritdoc/>
    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb)
    {
        var records = ArrayPool<byte>.Shared.Rent(Math.Min(count, RecordsAtOnce) * layout.RecordBytes);
        try
        {
            for (var done = 0; done < count;)
            {
                var (file, first) = Locate(start + done);
                var size = Math.Min(Math.Min(count - done, RecordsAtOnce), firstImages[file + 1] - firstImages[file] - first);
                var read = records.AsSpan(0, size * layout.RecordBytes);
                files[file].Read((long)first * layout.RecordBytes, read);
                for (var i = 0; i < size; i++)
                    Interleave(read.Slice(i * layout.RecordBytes + layout.LabelBytes, Channels * PlaneBytes), nhwcRgb.Slice((done + i) * ImageBytes, ImageBytes));
                done += size;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(records);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        foreach (var file in files) file.Dispose();
        base.Dispose(isDisposing);
    }

    private (int File, int Record) Locate(int image)
    {
        var file = 0;
        while (image >= firstImages[file + 1]) file++;
        return (file, image - firstImages[file]);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        var red = planes[..PlaneBytes];
        var green = planes.Slice(PlaneBytes, PlaneBytes);
        var blue = planes.Slice(2 * PlaneBytes, PlaneBytes);
        for (int i = 0, at = 0; i < PlaneBytes; i++, at += Channels) (pixels[at], pixels[at + 1], pixels[at + 2]) = (red[i], green[i], blue[i]);
    }

    private static CifarBinary Open(string folder, CifarLayout layout, DataPart part)
    {
        var home = FindHome(folder, layout);
        var opened = new List<SourceFile>();
        var isOwned = false;
        try
        {
            foreach (var path in FindFiles(home, layout, part)) opened.Add(SourceFile.Open(path));
            var labels = opened.SelectMany(file => ReadLabels(file, layout)).ToArray();
            var made = new CifarBinary(home, layout, opened, labels, ReadClassNames(home, layout));
            isOwned = true;
            return made;
        }
        finally
        {
            if (!isOwned) opened.ForEach(file => file.Dispose());
        }
    }

    private static string FindHome(string folder, CifarLayout layout)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} does not exist; expected is {layout.Name} in its binary layout.");
        var inner = System.IO.Path.Combine(folder, layout.FolderName);
        return Directory.Exists(inner) ? inner : folder;
    }

    private static IReadOnlyList<string> FindFiles(string home, CifarLayout layout, DataPart part)
    {
        var single = part == DataPart.Test ? layout.TestFile : layout.TrainFile;
        string[] found = single is not null
            ? [.. new[] { System.IO.Path.Combine(home, single) }.Where(File.Exists)]
            : [.. Directory.EnumerateFiles(home, "data_batch_*.bin")
                .Where(file => BatchName().IsMatch(System.IO.Path.GetFileName(file)))
                .OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new FileNotFoundException($"{home} has no {single ?? "data_batch_1.bin"}; expected is {layout.Name} in its binary layout.");
    }

    [GeneratedRegex("^data_batch_[1-9][0-9]{0,3}\\.bin$")]
    private static partial Regex BatchName();

    private static int[] ReadLabels(SourceFile file, CifarLayout layout)
    {
        var count = file.Length / layout.RecordBytes;
        if (count == 0 || file.Length % layout.RecordBytes != 0 || count > int.MaxValue / RecordsAtOnce)
            throw file.Malformed(file.Length, $"{file.Length} bytes are no whole number of {layout.Name} records of {layout.RecordBytes}");
        var labels = new int[count];
        var records = new byte[RecordsAtOnce * layout.RecordBytes];
        for (var first = 0; first < labels.Length; first += RecordsAtOnce)
        {
            var size = Math.Min(RecordsAtOnce, labels.Length - first);
            file.Read((long)first * layout.RecordBytes, records.AsSpan(0, size * layout.RecordBytes));
            for (var i = 0; i < size; i++)
            {
                int label = records[i * layout.RecordBytes + layout.LabelBytes - 1];
                if (label >= layout.ClassCount)
                    throw file.Malformed((long)(first + i) * layout.RecordBytes, $"image {first + i} has label {label}; {layout.Name} has {layout.ClassCount} classes");
                labels[first + i] = label;
            }
        }
        return labels;
    }

    private static string[] ReadClassNames(string home, CifarLayout layout)
    {
        const int longest = 1 << 16;
        var path = System.IO.Path.Combine(home, layout.NamesFile);
        if (!File.Exists(path)) return [];
        using var file = SourceFile.Open(path);
        if (file.Length > longest) throw file.Malformed(0, $"a list of class names has no {file.Length} bytes");
        var text = new ByteCursor(file, 0, file.Length).Utf8(file.Length);
        var names = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == layout.ClassCount ? names : throw file.Malformed(0, $"{names.Length} class names, where {layout.Name} has {layout.ClassCount} classes");
    }
}
