namespace ArchRepair.Engine.Formats;

/// <summary>A named tensor as bytes: row-major, contiguous, little-endian. Needs no native backend.</summary>
public sealed record StoredTensor
{
    /// <param name="name">Its key in the file; unique there.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes, outermost first; empty for a scalar.</param>
    /// <param name="bytes">Exactly the product of the sizes times the bytes of an element.</param>
    /// <exception cref="ArgumentException">The shape is none, or the bytes do not fill it.</exception>
    public StoredTensor(string name, StoredType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        var needed = TensorShape.ByteCount(type, shape)
            ?? throw new ArgumentException($"{TensorShape.Text(shape)} is not a shape.", nameof(shape));
        if (needed != bytes.Length)
            throw new ArgumentException($"{name}: shape {TensorShape.Text(shape)} of {type} needs {needed} bytes, not {bytes.Length}.", nameof(bytes));
        (Name, Type, Shape, Bytes) = (name, type, [.. shape], bytes);
    }

    /// <summary>Its key in the file.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public StoredType Type { get; }

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements. May share memory with other tensors of the same file; read only.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long ElementCount => Bytes.Length / Type.ByteCount();

    /// <summary>Name, type and shape, as in <c>conv1.weight F32 [16, 3, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {Type} {TensorShape.Text(Shape)}";
}
