namespace ArchRepair.Engine.Formats;

/// <summary>What a <see cref="StoredType"/> implies.</summary>
public static class StoredTypeExtensions
{
    /// <summary>Bytes of one element: 1, 2, 4 or 8.</summary>
    public static int ByteCount(this StoredType type) => type switch
    {
        StoredType.F64 or StoredType.I64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.I16 => 2,
        StoredType.I8 or StoredType.U8 or StoredType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a stored type."),
    };
}
