using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Reads damaged copies of a file: each must be refused by the one exception type, or read.</summary>
internal static class Hostile
{
    private const long FreeBytes = 16L << 20;

    /// <summary>Reads bytes as a file in memory; null where they were refused as malformed. Any other exception escapes.</summary>
    public static T? Read<T>(byte[] bytes, Func<SourceFile, T> read)
        where T : class
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = ReadOrRefuse(bytes, read);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= 8 * bytes.Length + FreeBytes
            ? value
            : throw new InvalidOperationException($"{allocated} bytes were allocated for a file of {bytes.Length}");
    }

    /// <summary>Lengths of the true beginnings of the file that were read as if they were whole.</summary>
    public static IReadOnlyList<int> AcceptedTruncations<T>(byte[] bytes, Func<SourceFile, T> read)
        where T : class =>
        [.. Enumerable.Range(0, bytes.Length).AsParallel().Where(length => Read(bytes[..length], read) is not null).Order()];

    /// <summary>What was read from copies with one bit flipped, with the bit's number, where it was not refused.</summary>
    public static IReadOnlyList<(int Bit, T Value)> AcceptedFlips<T>(byte[] bytes, Func<SourceFile, T> read)
        where T : class =>
        [.. Enumerable.Range(0, 8 * bytes.Length).AsParallel().AsOrdered()
            .Select(bit => (Bit: bit, Value: Read(Flip(bytes, bit), read)))
            .Where(result => result.Value is not null)
            .Select(result => (result.Bit, result.Value!))];

    /// <summary>Why bytes are refused; a text that no reason begins with when they are not.</summary>
    public static string Reason<T>(byte[] bytes, Func<SourceFile, T> read)
        where T : class
    {
        using var file = SourceFile.OfBytes("hostile", bytes);
        try
        {
            read(file);
            return "(it was not refused)";
        }
        catch (MalformedFileException e)
        {
            return e.Reason;
        }
    }

    private static T? ReadOrRefuse<T>(byte[] bytes, Func<SourceFile, T> read)
        where T : class
    {
        using var file = SourceFile.OfBytes("hostile", bytes);
        try
        {
            return read(file);
        }
        catch (MalformedFileException e) when (e.Offset >= 0 && e.Offset <= bytes.Length)
        {
            return null;
        }
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] copy = [.. bytes];
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
