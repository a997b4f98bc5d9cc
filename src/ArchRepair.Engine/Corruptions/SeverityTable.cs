namespace ArchRepair.Engine.Corruptions;

/// <summary>The parameters of one corruption: five severities in each of the three sets.</summary>
internal sealed class SeverityTable<T>(T[] cifar, T[] tinyImageNet, T[] imageNet)
{
    public T For(ImageSize size, int severity)
    {
        var set = ParameterSet.For(size);
        var row = ReferenceEquals(set, ParameterSet.Cifar) ? cifar : ReferenceEquals(set, ParameterSet.TinyImageNet) ? tinyImageNet : imageNet;
        return row[severity - 1];
    }
}
