using static TorchSharp.torch;

namespace ArchRepair.Engine.Formats;

/// <summary>Stored tensors to and from TorchSharp's. The only file of this room that needs the native backend.</summary>
public static class TensorConversion
{
    /// <summary>A new CPU tensor of the same type and shape; the caller disposes it, and converts F16, BF16 or F64 where needed.</summary>
    public static Tensor ToTensor(this StoredTensor stored)
    {
        var tensor = empty([.. stored.Shape], dtype: stored.Type.ToScalarType(), device: CPU);
        if (stored.Bytes.Length > 0) stored.Bytes.Span.CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>A copy of a tensor's elements under a name. The tensor may lie on any device and be a view; it is not changed.</summary>
    /// <exception cref="ArgumentException">Its type has no stored counterpart (complex, quantized).</exception>
    public static StoredTensor FromTensor(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var type = tensor.dtype.ToStoredType();
        using var scope = NewDisposeScope();
        var plain = tensor.detach().cpu().contiguous();
        byte[] bytes = plain.numel() == 0 ? [] : plain.bytes.ToArray();
        return new StoredTensor(name, type, tensor.shape, bytes);
    }

    /// <summary>TorchSharp's name of the element type.</summary>
    public static ScalarType ToScalarType(this StoredType type) => type switch
    {
        StoredType.F64 => ScalarType.Float64,
        StoredType.F32 => ScalarType.Float32,
        StoredType.F16 => ScalarType.Float16,
        StoredType.BF16 => ScalarType.BFloat16,
        StoredType.I64 => ScalarType.Int64,
        StoredType.I32 => ScalarType.Int32,
        StoredType.I16 => ScalarType.Int16,
        StoredType.I8 => ScalarType.Int8,
        StoredType.U8 => ScalarType.Byte,
        StoredType.Bool => ScalarType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a stored type."),
    };

    /// <summary>The stored type of a TorchSharp element type.</summary>
    /// <exception cref="ArgumentException">It has none (complex, quantized).</exception>
    public static StoredType ToStoredType(this ScalarType type) => type switch
    {
        ScalarType.Float64 => StoredType.F64,
        ScalarType.Float32 => StoredType.F32,
        ScalarType.Float16 => StoredType.F16,
        ScalarType.BFloat16 => StoredType.BF16,
        ScalarType.Int64 => StoredType.I64,
        ScalarType.Int32 => StoredType.I32,
        ScalarType.Int16 => StoredType.I16,
        ScalarType.Int8 => StoredType.I8,
        ScalarType.Byte => StoredType.U8,
        ScalarType.Bool => StoredType.Bool,
        _ => throw new ArgumentException($"Tensors of type {type} are not stored.", nameof(type)),
    };
}
