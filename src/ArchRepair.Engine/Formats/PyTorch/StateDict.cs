namespace ArchRepair.Engine.Formats;

/// <summary>Finds the state dict in what a checkpoint holds: itself, or nested under one of the usual keys.</summary>
internal static class StateDict
{
    private const int DeepestNesting = 4;

    // Tried in this order; "model" and "net" last, since a checkpoint may hold both a model and its state dict.
    private static readonly string[] UsualKeys =
        ["state_dict", "model_state_dict", "model_state", "weights", "params", "model", "net", "network"];

    private static readonly string[] WrapperPrefixes = ["module.", "_orig_mod."];

    /// <summary>The tensors by name, in the order of the dictionary; values that are no tensors are left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, PickledTensor>> Find(SourceFile file, object? root)
    {
        if (root is PickledTensor) throw file.Malformed(0, "the file holds a single tensor, not a state dict");
        var found = Resolve(root, 0, new HashSet<object>(ReferenceEqualityComparer.Instance));
        if (found is null) throw file.Malformed(0, $"no single state dict was found: {Describe(root)}. Save it alone: torch.save(model.state_dict(), \"weights.pth\")");
        var tensors = new List<KeyValuePair<string, PickledTensor>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in found.Items)
        {
            if (key is not string name || value is not PickledTensor tensor) continue;
            if (name.Any(char.IsControl)) throw file.Malformed(tensor.Offset, "the name of a tensor holds control characters");
            if (!names.Add(name)) throw file.Malformed(tensor.Offset, $"the state dict has two tensors named {name}");
            tensors.Add(new(name, tensor));
        }
        return WithoutWrappers(tensors);
    }

    private static PickleDictionary? Resolve(object? value, int depth, HashSet<object> visited)
    {
        if (value is not PickleDictionary dictionary || depth == DeepestNesting || !visited.Add(dictionary)) return null;
        foreach (var key in UsualKeys)
            if (Resolve(dictionary.Find(key), depth + 1, visited) is { } nested) return nested;
        if (HoldsTensors(dictionary)) return dictionary;
        // An unusual key is taken when it is the only one with tensors under it.
        var others = dictionary.Items.Where(item => item.Key is string)
            .Select(item => Resolve(item.Value, depth + 1, visited)).OfType<PickleDictionary>().Take(2).ToList();
        return others is [var only] ? only : null;
    }

    private static bool HoldsTensors(PickleDictionary dictionary) =>
        dictionary.Items.Any(item => item is { Key: string, Value: PickledTensor });

    // DistributedDataParallel, averaged models and torch.compile put these in front; an averaged model has names without them, too.
    private static IReadOnlyList<KeyValuePair<string, PickledTensor>> WithoutWrappers(List<KeyValuePair<string, PickledTensor>> tensors)
    {
        var plain = tensors.Select(tensor => KeyValuePair.Create(WithoutWrappers(tensor.Key), tensor.Value)).ToList();
        return plain.Select(tensor => tensor.Key).Distinct(StringComparer.Ordinal).Count() == tensors.Count ? plain : tensors;
    }

    private static string WithoutWrappers(string name)
    {
        while (WrapperPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix) name = name[prefix.Length..];
        return name;
    }

    private static string Describe(object? root) => root switch
    {
        PickleDictionary { Items.Count: 0 } => "the dictionary in it is empty",
        PickleDictionary dictionary => "its keys are " + string.Join(", ", dictionary.Items.Take(8).Select(item => item.Key is string text ? Short(text) : "(no text)")),
        PickleList or PickleTuple => "it is a list",
        _ => "it is a single value",
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
