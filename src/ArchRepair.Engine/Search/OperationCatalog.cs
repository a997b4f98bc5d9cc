using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search.Operations;

namespace ArchRepair.Engine.Search;

/// <summary>
/// Every candidate operation by name; adding one is one class and one line here. "None" has no name: it is where every gate starts,
/// and what is left of an edge whose operations are all removed.
/// </summary>
internal static class OperationCatalog
{
    private static readonly Dictionary<string, Func<OperationShape, CellOperation>> Makers = new(StringComparer.Ordinal)
    {
        ["identity"] = shape => new IdentityOperation(shape),
        ["conv1x1"] = shape => new ConvolutionOperation("conv1x1", shape, kernelSize: 1),
        ["conv3x3"] = shape => new ConvolutionOperation("conv3x3", shape, kernelSize: 3),
        ["separable3x3"] = shape => new SeparableOperation("separable3x3", shape, kernelSize: 3),
        ["separable5x5"] = shape => new SeparableOperation("separable5x5", shape, kernelSize: 5),
        ["dilated3x3"] = shape => new DilatedOperation(shape),
        ["average3x3"] = shape => new AveragePoolOperation(shape),
        ["blur3x3"] = shape => new BlurPoolOperation(shape),
        ["max3x3"] = shape => new MaxPoolOperation(shape),
        ["squeeze-excitation"] = shape => new SqueezeExcitationOperation(shape),
    };

    /// <summary>All names, cheapest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Builds an operation with a random start that depends on the seed alone.</summary>
    /// <exception cref="ArgumentException">No operation has that name.</exception>
    public static CellOperation Create(string name, OperationShape shape, ulong seed)
    {
        if (!Makers.TryGetValue(name, out var make))
            throw new ArgumentException($"There is no operation '{name}'; known are {string.Join(", ", Names)}.", nameof(name));
        var operation = make(shape);
        // Operations outlive the scope that they are made in.
        foreach (var tensor in operation.state_dict().Values) tensor.DetachFromDisposeScope();
        InitialWeights.Draw(operation, seed);
        return operation;
    }
}
