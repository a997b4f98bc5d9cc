using ArchRepair.Engine.Corruptions.Images;

namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>An RGB picture that is put together from parts.</summary>
internal sealed class Canvas
{
    private readonly ImageSize _size;
    private readonly byte[] _values;

    public Canvas(ImageSize size, byte paper)
    {
        _size = size;
        _values = new byte[size.Bytes];
        _values.AsSpan().Fill(paper);
    }

    public RgbImage ToImage() => new(_size, _values);

    public void Paste(ReadOnlySpan<byte> image, ImageSize size, int x, int y)
    {
        for (var row = 0; row < size.Height; row++)
            image.Slice(row * size.Width * 3, size.Width * 3).CopyTo(_values.AsSpan((((y + row) * _size.Width) + x) * 3));
    }

    /// <summary>Writes in black; what reaches beyond the edge is cut.</summary>
    public void Write(string text, int x, int y)
    {
        foreach (var letter in text)
        {
            for (var row = 0; row < PixelFont.Height; row++)
            {
                for (var column = 0; column < PixelFont.Width; column++)
                {
                    var (atX, atY) = (x + column, y + row);
                    if (!PixelFont.IsInk(letter, row, column) || atX >= _size.Width || atY >= _size.Height) continue;
                    _values.AsSpan(((atY * _size.Width) + atX) * 3, 3).Clear();
                }
            }
            x += PixelFont.Advance;
        }
    }
}
