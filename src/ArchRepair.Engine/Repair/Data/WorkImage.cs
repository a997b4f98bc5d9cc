namespace ArchRepair.Engine.Repair.Data;

/// <summary>One image on its way through augmentations, with the room that they need; one for each thread.</summary>
internal sealed class WorkImage(int height, int width)
{
    private float[] spare = new float[height * width * 3];

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>H·W·3 values in [0,255], RGB interleaved; augmentations may leave the range, <see cref="Store"/> clips.</summary>
    public float[] Pixels { get; private set; } = new float[height * width * 3];

    /// <summary>Same size, content undefined.</summary>
    public float[] Spare => spare;

    /// <summary>More room of the same size.</summary>
    public float[] Mixture { get; } = new float[height * width * 3];

    public void Load(ReadOnlySpan<byte> image)
    {
        for (var i = 0; i < Pixels.Length; i++) Pixels[i] = image[i];
    }

    /// <summary>Rounds to the nearest level.</summary>
    public void Store(Span<byte> image)
    {
        for (var i = 0; i < Pixels.Length; i++) image[i] = (byte)(Math.Clamp(Pixels[i], 0, 255) + 0.5f);
    }

    /// <summary>Makes what was written to <see cref="Spare"/> the image.</summary>
    public void Swap() => (Pixels, spare) = (spare, Pixels);

    public void Clip()
    {
        for (var i = 0; i < Pixels.Length; i++) Pixels[i] = Math.Clamp(Pixels[i], 0, 255);
    }
}
