using System.Buffers.Binary;
using System.Security.Cryptography;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>The layout of CIFAR-10-C: an array for each corruption, severities one after the other, and the labels.</summary>
internal sealed class ArrayParts(ImageSource source, BenchmarkPlan plan, int images) : IBenchmarkParts
{
    private readonly CellPixels _pixels = new(source, plan, images);

    public IReadOnlyList<BenchmarkPart> All { get; } = [.. plan.Corruptions.Select(corruption => new BenchmarkPart($"{corruption.Name}.npy", corruption, [1, 2, 3, 4, 5]))];

    public void WriteCommon()
    {
        var labels = source.Labels.Take(images).ToArray();
        var all = Enumerable.Repeat(labels, 5).SelectMany(each => each).ToArray();
        // The published labels are bytes; more classes than that need more.
        var isByte = labels.All(label => label < 256);
        var bytes = new byte[isByte ? all.Length : all.Length * 8];
        for (var i = 0; i < all.Length; i++)
        {
            if (isByte) bytes[i] = (byte)all[i];
            else BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), all[i]);
        }
        NpyFile.Write(Path.Combine(plan.Folder, "labels.npy"), isByte ? StoredType.U8 : StoredType.I64, [all.Length], bytes);
    }

    public bool IsIntact(BenchmarkPart part, string hash)
    {
        var path = Path.Combine(plan.Folder, part.Path);
        if (!File.Exists(path)) return false;
        using var stream = File.OpenRead(path);
        var pixels = 5L * images * source.ImageBytes;
        if (stream.Length < pixels) return false;
        stream.Position = stream.Length - pixels;
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == hash;
    }

    public string Write(BenchmarkPart part, Action<int, int> made, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        NpyFile.Write(Path.Combine(plan.Folder, part.Path), StoredType.U8, [5L * images, source.Height, source.Width, 3], stream =>
        {
            foreach (var severity in part.Severities)
            {
                _pixels.Make(part.Corruption, severity, hash, (_, pixels) =>
                {
                    stream.Write(pixels.Span);
                    made(severity, pixels.Length / source.ImageBytes);
                }, cancellation);
            }
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
