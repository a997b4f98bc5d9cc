using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Normalization of 8-bit pixels by looking each of the 3 × 256 possible results up. Every entry is computed in float in the
/// order of the formula, (v/255 − mean)/std, so that the result has the same bits as normalizing tensors.
/// </summary>
internal sealed class PixelTable
{
    private const int Values = 256;
    private readonly float[] table = new float[3 * Values];

    public PixelTable(Normalization normalization)
    {
        for (var channel = 0; channel < 3; channel++)
            for (var value = 0; value < Values; value++)
                table[channel * Values + value] = (value / 255f - normalization.Mean[channel]) / normalization.StandardDeviation[channel];
    }

    /// <summary>Fills <paramref name="normalized"/> with the values of <paramref name="rgb"/>; both are interleaved R, G, B.</summary>
    public void Normalize(ReadOnlySpan<byte> rgb, Span<float> normalized)
    {
        if (normalized.Length != rgb.Length || rgb.Length % 3 != 0)
            throw new ArgumentException($"{rgb.Length} bytes do not fill {normalized.Length} values of whole pixels.", nameof(normalized));
        var red = table.AsSpan(0, Values);
        var green = table.AsSpan(Values, Values);
        var blue = table.AsSpan(2 * Values, Values);
        for (var at = 0; at + 2 < rgb.Length && at + 2 < normalized.Length; at += 3)
        {
            normalized[at] = red[rgb[at]];
            normalized[at + 1] = green[rgb[at + 1]];
            normalized[at + 2] = blue[rgb[at + 2]];
        }
    }
}
