using ArchRepair.Core.Files;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// A NumPy array file, open for reading parts of it: integers, floats and truth values in C order, little-endian. Pickled objects
/// are not read. Reads may come from any number of threads; memory does not grow with the file.
/// </summary>
public sealed class NpyFile : IDisposable
{
    private readonly SourceFile file;
    private readonly NpyHeader header;

    private NpyFile(SourceFile file, NpyHeader header) => (this.file, this.header) = (file, header);

    /// <summary>The path as given.</summary>
    public string Path => file.Path;

    /// <summary>Element type.</summary>
    public StoredType Type => header.Type;

    /// <summary>Sizes, outermost first.</summary>
    public IReadOnlyList<long> Shape => header.Shape;

    /// <summary>Opens the file and checks its header against its length.</summary>
    /// <exception cref="MalformedFileException">It is no such array, or longer or shorter than its header says.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static NpyFile Open(string path) => SourceFile.Open(path, file => new NpyFile(file, NpyHeader.Read(file)));

    /// <summary>The whole array.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static NpyArray ReadAll(string path)
    {
        using var file = SourceFile.Open(path);
        return ReadAll(file);
    }

    /// <summary>Writes an array in one piece, whole or not at all.</summary>
    /// <exception cref="ArgumentException">The bytes are not those of the shape, or the type is BF16.</exception>
    public static void Write(string path, StoredType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        Write(path, type, shape, stream => stream.Write(bytes.Span));

    /// <summary>Writes an array piece by piece, whole or not at all.</summary>
    /// <param name="path">Target.</param>
    /// <param name="type">Element type, not BF16.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <param name="writeElements">Writes exactly the elements, row-major and little-endian.</param>
    /// <exception cref="ArgumentException">The type is BF16, the sizes are no shape, or more or fewer bytes were written.</exception>
    public static void Write(string path, StoredType type, IReadOnlyList<long> shape, Action<Stream> writeElements)
    {
        ArgumentNullException.ThrowIfNull(writeElements);
        var bytes = TensorShape.ByteCount(type, shape) ?? throw new ArgumentException($"{TensorShape.Text(shape)} is not a shape.", nameof(shape));
        var header = NpyHeader.Encode(type, shape);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            writeElements(stream);
            if (stream.Position != header.Length + bytes)
                throw new ArgumentException($"{type} {TensorShape.Text(shape)} needs {bytes} bytes, not {stream.Position - header.Length}.", nameof(writeElements));
        });
    }

    /// <summary>Copies elements' bytes, from byte <paramref name="start"/> of the elements on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the elements.</exception>
    public void Read(long start, Span<byte> into)
    {
        if (start < 0 || start > header.DataBytes || into.Length > header.DataBytes - start)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{into.Length} bytes from there on are not inside the {header.DataBytes} of the array.");
        file.Read(header.DataOffset + start, into);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal static NpyArray ReadAll(SourceFile file)
    {
        var header = NpyHeader.Read(file);
        var bytes = file.Read(header.DataOffset, header.DataBytes);
        TensorBytes.Check(file, header.DataOffset, "the array", header.Type, bytes);
        return new NpyArray(header.Type, header.Shape, bytes);
    }
}
