namespace ArchRepair.Engine.Formats;

/// <summary>
/// CIFAR-10-C and its like in the official layout: for each corruption a <c>NAME.npy</c>, uint8 [5·n,H,W,3], the first n rows at
/// severity 1 and so on, and <c>labels.npy</c> of as many integers. Any n; pixels stay in the files.
/// </summary>
public sealed class CifarCFolder : CorruptedBenchmark
{
    private const int SeverityCount = 5;
    private const string LabelsName = "labels";
    private const string Suffix = ".npy";

    private readonly string labelsPath;
    private readonly int[] labels;

    private CifarCFolder(string path, IReadOnlyList<string> corruptions, string labelsPath, int[] labels)
        : base(path, corruptions, [.. Enumerable.Range(1, SeverityCount)]) => (this.labelsPath, this.labels) = (labelsPath, labels);

    /// <summary>Images of one cell.</summary>
    public int ImagesPerCell => labels.Length / SeverityCount;

    /// <summary>Lists the corruptions and reads the labels; the arrays are checked when they are opened.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no labels or no arrays.</exception>
    /// <exception cref="MalformedFileException">The labels are no integers, negative, or no multiple of five in number.</exception>
    public static CifarCFolder Open(string path)
    {
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"The folder {path} does not exist; expected are arrays in the layout of CIFAR-10-C.");
        var names = Directory.EnumerateFiles(path, "*" + Suffix).Select(file => System.IO.Path.GetFileNameWithoutExtension(file)!).ToHashSet(StringComparer.Ordinal);
        if (!names.Remove(LabelsName)) throw new FileNotFoundException($"{path} has no {LabelsName}{Suffix}.");
        if (names.Count == 0) throw new FileNotFoundException($"{path} has no array of a corruption beside {LabelsName}{Suffix}.");
        var labelsPath = System.IO.Path.Combine(path, LabelsName + Suffix);
        return new CifarCFolder(path, InPublishedOrder(names), labelsPath, ReadLabels(labelsPath));
    }

    private protected override ImageSource OpenCell(string corruption, int severity)
    {
        var array = NpyFile.Open(System.IO.Path.Combine(Path, corruption + Suffix));
        var isOwned = false;
        try
        {
            Check(array);
            var cellLabels = labels.AsSpan((severity - 1) * ImagesPerCell, ImagesPerCell).ToArray();
            var cell = new NpyImages(array, (severity - 1) * ImagesPerCell, cellLabels);
            isOwned = true;
            return cell;
        }
        finally
        {
            if (!isOwned) array.Dispose();
        }
    }

    private void Check(NpyFile array)
    {
        if (array.Type != StoredType.U8 || array.Shape is not [var rows, > 0 and < 1 << 14, > 0 and < 1 << 14, 3])
            throw new MalformedFileException(array.Path, 0, $"images should be U8 [5n, height, width, 3], not {array.Type} {TensorShape.Text(array.Shape)}");
        if (rows != labels.Length)
            throw new MalformedFileException(array.Path, 0, $"{rows} images, but {labelsPath} has {labels.Length} labels");
    }

    private static int[] ReadLabels(string path)
    {
        var array = NpyFile.ReadAll(path);
        if (array.Shape.Count != 1 || array.Type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.Bool)
            throw new MalformedFileException(path, 0, $"labels should be a row of integers, not {array.Type} {TensorShape.Text(array.Shape)}");
        var values = array.ToIntegers();
        if (values.Length == 0 || values.Length % SeverityCount != 0)
            throw new MalformedFileException(path, 0, $"{values.Length} labels are not five severities of equally many images");
        return ImageSource.CheckLabels(path, 0, values);
    }
}
