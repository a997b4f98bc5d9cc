using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Formats;

/// <summary>A NumPy array in memory, row-major.</summary>
public sealed class NpyArray
{
    internal NpyArray(StoredType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) => (Type, Shape, Bytes) = (type, shape, bytes);

    /// <summary>Element type; never <see cref="StoredType.BF16"/>, which NumPy lacks.</summary>
    public StoredType Type { get; }

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The elements as they are: T must be the element type (bool for <see cref="StoredType.Bool"/>).</summary>
    /// <exception cref="ArgumentException">T is another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (typeof(T) != ClrType) throw new ArgumentException($"The array holds {Type}, not {typeof(T).Name}.", nameof(T));
        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    /// <summary>The elements as integers, whatever integer type they are stored in.</summary>
    /// <exception cref="ArgumentException">They are no integers.</exception>
    public long[] ToIntegers() => Type switch
    {
        StoredType.U8 => [.. Values<byte>().ToArray().Select(value => (long)value)],
        StoredType.I8 => [.. Values<sbyte>().ToArray().Select(value => (long)value)],
        StoredType.I16 => [.. Values<short>().ToArray().Select(value => (long)value)],
        StoredType.I32 => [.. Values<int>().ToArray().Select(value => (long)value)],
        StoredType.I64 => Values<long>().ToArray(),
        _ => throw new ArgumentException($"The array holds {Type}, not integers."),
    };

    private Type ClrType => Type switch
    {
        StoredType.F64 => typeof(double),
        StoredType.F32 => typeof(float),
        StoredType.F16 => typeof(Half),
        StoredType.I64 => typeof(long),
        StoredType.I32 => typeof(int),
        StoredType.I16 => typeof(short),
        StoredType.I8 => typeof(sbyte),
        StoredType.U8 => typeof(byte),
        StoredType.Bool => typeof(bool),
        _ => throw new InvalidOperationException($"No NumPy array holds {Type}."),
    };
}
