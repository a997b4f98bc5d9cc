namespace ArchRepair.Engine.Tests.Formats;

/// <summary>A tensor as a hand-made pickle describes it, truthfully or not.</summary>
internal sealed record TensorSpecification(string Key, long StorageCount, long[] Shape, long[] Strides)
{
    public string StorageType { get; init; } = "FloatStorage";

    public long Offset { get; init; }

    public bool IsLegacy { get; init; }

    public (long Offset, long Count)? View { get; init; }

    /// <summary>A row of numbers that fills its storage.</summary>
    public static TensorSpecification Row(string key, long count, bool isLegacy = false) => new(key, count, [count], [1]) { IsLegacy = isLegacy };
}
