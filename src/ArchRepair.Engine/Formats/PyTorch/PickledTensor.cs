namespace ArchRepair.Engine.Formats;

/// <summary>A tensor as PyTorch pickles it: a strided view of a storage. Bounds are checked when it is made.</summary>
/// <param name="Storage">The block it looks into.</param>
/// <param name="FirstElement">Its first element there.</param>
/// <param name="Shape">Sizes, each at least 0.</param>
/// <param name="Strides">Steps in elements, each at least 0, one for each size.</param>
/// <param name="Offset">Where in the file it was described.</param>
internal sealed record PickledTensor(PickledStorage Storage, long FirstElement, long[] Shape, long[] Strides, long Offset)
{
    /// <summary>Bytes of the tensor when laid out contiguously.</summary>
    public long ByteCount => TensorShape.ByteCount(Storage.Type, Shape)!.Value;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        if (TensorShape.ByteCount(Storage.Type, Shape) is not { } bytes) return $"{TensorShape.Text(Shape)} is not a shape";
        if (Shape.Length != Strides.Length) return $"{Strides.Length} strides for {Shape.Length} sizes";
        if (FirstElement < 0 || Strides.Any(stride => stride < 0)) return "a negative offset or stride";
        if (bytes == 0) return null;
        Int128 last = FirstElement;
        for (var axis = 0; axis < Shape.Length; axis++) last += (Int128)(Shape[axis] - 1) * Strides[axis];
        return last < Storage.ViewCount ? null : $"element {last} is asked of a storage of {Storage.ViewCount}";
    }
}
