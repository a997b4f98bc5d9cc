namespace ArchRepair.Engine.Loading;

/// <summary>Images in memory with their classes.</summary>
/// <param name="Pixels">uint8 [N,H,W,3], RGB.</param>
/// <param name="Labels">[N].</param>
public sealed record LabelledImages(byte[] Pixels, IReadOnlyList<int> Labels, int Height, int Width)
{
    public int Count => Labels.Count;

    /// <summary>Bytes of one image.</summary>
    public int Stride => Height * Width * 3;

    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * Stride, Stride);

    /// <summary>A copy of the images at <paramref name="indices"/>, in that order.</summary>
    public LabelledImages Pick(IReadOnlyList<int> indices)
    {
        var pixels = new byte[(long)indices.Count * Stride];
        for (var i = 0; i < indices.Count; i++) Image(indices[i]).CopyTo(pixels.AsSpan(i * Stride));
        return new LabelledImages(pixels, [.. indices.Select(index => Labels[index])], Height, Width);
    }
}
