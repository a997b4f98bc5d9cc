namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>The layouts in which corrupted benchmarks are published.</summary>
public enum BenchmarkLayout
{
    /// <summary>CIFAR-10-C: <c>NAME.npy</c>, uint8 [5·n,H,W,3], the first n rows at severity 1 and so on, and <c>labels.npy</c>.</summary>
    Arrays,

    /// <summary>ImageNet-C: <c>NAME/SEVERITY/CLASS/NUMBER.png</c>.</summary>
    ImageFolder,
}
