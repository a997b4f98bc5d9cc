using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ArchRepair.Core.Caching;

/// <summary>The name of a result: a hash of everything that it depends on.</summary>
public static class ContentKey
{
    // Grows when what is stored under a key, or what goes into one, changes its meaning.
    private const string Layout = "1";

    /// <summary>SHA-256 of the texts with their lengths, so that no two lists run into the same bytes; hexadecimal.</summary>
    /// <param name="kind">What is named, e.g. <c>cell</c>.</param>
    public static string Of(string kind, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Layout);
        Append(hash, kind);
        foreach (var part in parts) Append(hash, part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
