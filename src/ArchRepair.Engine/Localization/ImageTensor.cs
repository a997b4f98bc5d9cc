using static TorchSharp.torch;

namespace ArchRepair.Engine.Localization;

/// <summary>Bytes of images as tensors.</summary>
internal static class ImageTensor
{
    /// <summary>Pixels in [0,1], [N,3,H,W], float32.</summary>
    /// <param name="images">[N,H,W,3] bytes.</param>
    public static Tensor Pixels(ReadOnlySpan<byte> images, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var count = images.Length / (height * width * 3);
        var bytes = tensor(images.ToArray(), ScalarType.Byte).view(count, height, width, 3); // [N,H,W,3]
        return bytes.permute(0, 3, 1, 2).contiguous().to(device).to_type(ScalarType.Float32).div_(255).MoveToOuterDisposeScope();
    }
}
