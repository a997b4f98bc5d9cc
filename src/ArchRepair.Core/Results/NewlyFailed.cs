namespace ArchRepair.Core.Results;

/// <summary>Some of the images that the baseline answered right and the checked model does not, as pictures.</summary>
/// <param name="Images">In reading order of the sheet.</param>
/// <param name="Total">Images lost in all cells together.</param>
/// <param name="TileWidth">Width of a picture in pixels of the sheet.</param>
/// <param name="TileHeight">Height of a picture in pixels of the sheet.</param>
/// <param name="Columns">Pictures in a row of the sheet.</param>
/// <param name="Sheet">The pictures side by side and without gaps, as a PNG file.</param>
public sealed record NewlyFailed(IReadOnlyList<NewlyFailedImage> Images, int Total, int TileWidth, int TileHeight, int Columns, byte[] Sheet);

/// <summary>An image that was lost in a cell.</summary>
/// <param name="Cell">The cell; may be the clean one.</param>
/// <param name="Image">Index of the base image in the test set.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Predicted">What the checked model answers; null where answers were not kept.</param>
public sealed record NewlyFailedImage(Cell Cell, int Image, int Label, int? Predicted);
