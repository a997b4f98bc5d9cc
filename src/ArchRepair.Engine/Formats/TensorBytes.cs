namespace ArchRepair.Engine.Formats;

/// <summary>What the elements themselves may not be.</summary>
internal static class TensorBytes
{
    /// <summary>Refuses truth values other than 0 and 1, which native code may not be given.</summary>
    public static void Check(SourceFile file, long offset, string name, StoredType type, ReadOnlySpan<byte> bytes)
    {
        if (type == StoredType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw file.Malformed(offset, $"{name} holds a truth value that is neither 0 nor 1");
    }
}
