using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Corruptions.Preview;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Worker;

/// <summary>Puts single images of the gate side by side. Needs no tensors.</summary>
internal static class SheetTask
{
    public static SheetResponse Run(SheetRequest request)
    {
        using var data = TestSet.Open(request.Data, request.Compute.Seed);
        var size = new ImageSize(data.Clean.Height, data.Clean.Width);
        var cells = data.Cells.ToDictionary(cell => cell.Cell);
        var images = new List<byte[]>();
        foreach (var wanted in request.Images)
        {
            if (!cells.TryGetValue(wanted.Cell, out var cell) || wanted.Image < 0 || wanted.Image >= cell.Count)
                throw new ArchRepairException(ExitCode.Usage, "AR0204", $"The data has no image {wanted.Image} in {wanted.Cell}; it changed since it was measured.");
            var pixels = new byte[size.Bytes];
            cell.Read(wanted.Image, 1, pixels);
            images.Add(pixels);
        }

        var (sheet, tile) = TileSheet.Draw(images, size);
        using var file = new MemoryStream();
        PngFile.Write(file, sheet.Values, sheet.Size);
        return new SheetResponse(WorkerRequest.CurrentSchema, file.ToArray(), tile.Width, tile.Height, TileSheet.Columns);
    }
}
