using System.IO.Hashing;
using System.Text;

using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Evaluation;

/// <summary>The mark of one image's pixels in one cell; see <see cref="ImageMarks"/>.</summary>
internal static class PixelMark
{
    /// <param name="cell">Part of the mark, so that two cells that swap their images are noticed.</param>
    /// <param name="pixels">uint8 [H,W,3].</param>
    public static byte Of(Cell cell, ReadOnlySpan<byte> pixels) =>
        (byte)XxHash3.HashToUInt64(pixels, (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(cell.ToString())));
}
