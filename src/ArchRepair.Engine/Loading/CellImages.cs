using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Loading;

/// <summary>The images of one cell, read or made in pieces. Reading is thread-safe.</summary>
/// <param name="Count">Images; image i is base image i of the test set.</param>
/// <param name="Read">Fills uint8 [count,H,W,3] from image <c>start</c> on.</param>
public sealed record CellImages(Cell Cell, int Count, CellReader Read);

/// <summary>Fills <paramref name="destination"/>, uint8 [count,H,W,3], with the images from <paramref name="start"/> on.</summary>
public delegate void CellReader(int start, int count, Span<byte> destination);
