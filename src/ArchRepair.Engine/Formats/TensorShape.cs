namespace ArchRepair.Engine.Formats;

/// <summary>Arithmetic on declared shapes that cannot overflow.</summary>
internal static class TensorShape
{
    /// <summary>More dimensions than this no format here needs, and libtorch takes no more than 64.</summary>
    public const int MaximumRank = 64;

    /// <summary>Bytes that a shape needs, or null when it is not a shape: a negative size, too many dimensions, over 2⁶³.</summary>
    public static long? ByteCount(StoredType type, IReadOnlyList<long> shape)
    {
        if (shape.Count > MaximumRank) return null;
        Int128 bytes = type.ByteCount();
        var isEmpty = false;
        foreach (var size in shape)
        {
            if (size < 0) return null;
            isEmpty |= size == 0;
            if (size == 0) continue;
            // The product of the other sizes is bounded too, so that no part of an empty shape overflows elsewhere.
            bytes *= size;
            if (bytes > long.MaxValue) return null;
        }
        return isEmpty ? 0 : (long)bytes;
    }

    /// <summary>As people write it: [16, 3, 3, 3].</summary>
    public static string Text(IReadOnlyList<long> shape) => FormattableString.Invariant($"[{string.Join(", ", shape)}]");
}
