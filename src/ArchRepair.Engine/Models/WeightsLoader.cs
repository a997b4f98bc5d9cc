using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>Puts stored tensors into a network, strictly: all names and shapes agree, or nothing is changed.</summary>
public static class WeightsLoader
{
    // A counter that only training uses, and that older files do not have.
    private const string OptionalSuffix = "num_batches_tracked";

    /// <summary>Compares the tensors of a file with those of a network.</summary>
    /// <param name="model">Not changed.</param>
    /// <param name="tensors">By PyTorch's names, without a "module." prefix; stay the caller's.</param>
    /// <returns>Missing, surplus and misshapen tensors, in this order; empty when the file fits.</returns>
    public static IReadOnlyList<WeightsProblem> Compare(ChainClassifier model, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tensors);
        var own = model.state_dict();
        var names = AliasesOf(own);
        return [.. Missing(own, tensors, names), .. Surplus(own, tensors), .. Unfit(own, tensors), .. Contradictory(tensors, names)];
    }

    /// <summary>Copies the tensors into the network's parameters and buffers when all fit; else changes nothing.</summary>
    /// <param name="model">Keeps its device and type; values of other float types are converted.</param>
    /// <param name="tensors">By PyTorch's names, without a "module." prefix; stay the caller's.</param>
    /// <returns>What does not fit; empty when the weights were loaded.</returns>
    public static IReadOnlyList<WeightsProblem> Load(ChainClassifier model, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var problems = Compare(model, tensors);
        if (problems.Count > 0) return problems;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, own) in model.state_dict())
        {
            if (tensors.TryGetValue(name, out var stored)) own.copy_(stored);
        }
        return [];
    }

    private static IEnumerable<WeightsProblem> Missing(Dictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> stored, ILookup<nint, string> names) =>
        from entry in own
        where !names[entry.Value.Handle].Any(stored.ContainsKey) && !entry.Key.EndsWith(OptionalSuffix, StringComparison.Ordinal)
        select new WeightsProblem(WeightsProblemKind.Missing, entry.Key, $"{entry.Key} {Shape(entry.Value)} is missing from the file.");

    private static IEnumerable<WeightsProblem> Surplus(Dictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> stored) =>
        from entry in stored
        where !own.ContainsKey(entry.Key)
        select new WeightsProblem(WeightsProblemKind.Surplus, entry.Key, $"{entry.Key} {Shape(entry.Value)} has no place in the network.");

    // copy_ would broadcast (1,64) into (10,64) without a word, hence the comparison of whole shapes.
    private static IEnumerable<WeightsProblem> Unfit(Dictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> stored)
    {
        foreach (var (name, mine) in own)
        {
            if (!stored.TryGetValue(name, out var theirs)) continue;
            if (!mine.shape.SequenceEqual(theirs.shape))
                yield return new(WeightsProblemKind.Shape, name, $"{name} is {Shape(theirs)} in the file and {Shape(mine)} in the network.");
            else if (mine.is_floating_point() != theirs.is_floating_point())
                yield return new(WeightsProblemKind.Type, name, $"{name} is {theirs.dtype} in the file and {mine.dtype} in the network.");
        }
    }

    // A module that is registered under two names stands in the state under both; a file of another program may know one of them.
    private static ILookup<nint, string> AliasesOf(Dictionary<string, Tensor> own) => own.ToLookup(entry => entry.Value.Handle, entry => entry.Key);

    private static IEnumerable<WeightsProblem> Contradictory(IReadOnlyDictionary<string, Tensor> stored, ILookup<nint, string> names) =>
        from aliases in names
        let known = aliases.Where(stored.ContainsKey).ToArray()
        where known.Length > 1 && known.Skip(1).Any(name => !BlockSurgery.IsBitEqual(stored[known[0]], stored[name]))
        select new WeightsProblem(WeightsProblemKind.Shape, known[0], $"{string.Join(" and ", known)} are one tensor in the network but differ in the file.");

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
