namespace ArchRepair.Engine.Formats;

/// <summary>Some rows of an array file, uint8 [rows,H,W,3], as images.</summary>
internal sealed class NpyImages(NpyFile array, int firstRow, int[] labels)
    : ImageSource(array.Path, (int)array.Shape[1], (int)array.Shape[2], labels, [])
{
    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb) => array.Read((long)(firstRow + start) * ImageBytes, nhwcRgb);

    protected override void Dispose(bool isDisposing)
    {
        array.Dispose();
        base.Dispose(isDisposing);
    }
}
