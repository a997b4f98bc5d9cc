namespace ArchRepair.Engine.Formats;

/// <summary>NumPy's archive of named arrays (a zip of .npy entries, stored or deflated), CRCs verified.</summary>
public sealed class NpzFile : IDisposable
{
    private const string Suffix = ".npy";
    private const long LargestArray = 1L << 30;

    private readonly SourceFile file;
    private readonly ZipDirectory zip;

    private NpzFile(SourceFile file)
    {
        (this.file, zip) = (file, ZipDirectory.Read(file));
        foreach (var item in zip.Items)
        {
            if (!item.Name.EndsWith(Suffix, StringComparison.Ordinal)) throw file.Malformed(item.DataOffset, $"the archive holds {item.Name}, which is no .npy");
            if (item.Bytes > LargestArray) throw file.Malformed(item.DataOffset, $"the array {item.Name} of {item.Bytes} bytes is over {LargestArray}");
        }
        Names = [.. zip.Items.Select(item => item.Name[..^Suffix.Length])];
    }

    /// <summary>The arrays' names, in the order of the archive.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens the archive and reads its directory.</summary>
    /// <exception cref="MalformedFileException">It is no sound zip of arrays.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static NpzFile Open(string path) => SourceFile.Open(path, Open);

    /// <summary>Unpacks one array of at most 1 GiB.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="MalformedFileException">It is damaged.</exception>
    public NpyArray Read(string name)
    {
        var item = zip.Find(name + Suffix) ?? throw new ArgumentException($"{file.Path} has no array '{name}'.", nameof(name));
        using var entry = SourceFile.OfBytes($"{file.Path}/{item.Name}", zip.ReadAll(item));
        return NpyFile.ReadAll(entry);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal static NpzFile Open(SourceFile file) => new(file);
}
