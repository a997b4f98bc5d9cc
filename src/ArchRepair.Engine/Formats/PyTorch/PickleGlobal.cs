namespace ArchRepair.Engine.Formats;

/// <summary>A name that a pickle asks for. It is looked up in a fixed list, never imported.</summary>
/// <param name="Name">Module and name, as in <c>torch._utils._rebuild_tensor_v2</c>.</param>
/// <param name="Kind">What stands for it here.</param>
/// <param name="StorageType">Element type, where it names a storage.</param>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, StoredType? StorageType = null)
{
    private static readonly Dictionary<string, PickleGlobal> Allowed = new PickleGlobal[]
    {
        new("collections.OrderedDict", PickleGlobalKind.OrderedDictionary),
        new("torch._utils._rebuild_tensor", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_parameter", PickleGlobalKind.Parameter),
        new("torch.DoubleStorage", PickleGlobalKind.Storage, StoredType.F64),
        new("torch.FloatStorage", PickleGlobalKind.Storage, StoredType.F32),
        new("torch.HalfStorage", PickleGlobalKind.Storage, StoredType.F16),
        new("torch.BFloat16Storage", PickleGlobalKind.Storage, StoredType.BF16),
        new("torch.LongStorage", PickleGlobalKind.Storage, StoredType.I64),
        new("torch.IntStorage", PickleGlobalKind.Storage, StoredType.I32),
        new("torch.ShortStorage", PickleGlobalKind.Storage, StoredType.I16),
        new("torch.CharStorage", PickleGlobalKind.Storage, StoredType.I8),
        new("torch.ByteStorage", PickleGlobalKind.Storage, StoredType.U8),
        new("torch.BoolStorage", PickleGlobalKind.Storage, StoredType.Bool),
        // Met beside the state dict in training checkpoints: arguments, counters, NumPy scalars. Their content is dropped.
        new("torch.Size", PickleGlobalKind.Ignored),
        new("torch.device", PickleGlobalKind.Ignored),
        new("argparse.Namespace", PickleGlobalKind.Ignored),
        new("collections.Counter", PickleGlobalKind.Ignored),
        new("numpy.dtype", PickleGlobalKind.Ignored),
        new("numpy.core.multiarray.scalar", PickleGlobalKind.Ignored),
        new("numpy._core.multiarray.scalar", PickleGlobalKind.Ignored),
        new("_codecs.encode", PickleGlobalKind.Ignored),
    }.ToDictionary(global => global.Name, StringComparer.Ordinal);

    /// <summary>The entry of the list, or null: the pickle is to be refused.</summary>
    public static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault($"{module}.{name}");

    /// <summary>Why a name is refused, with the way out.</summary>
    public static string Refusal(string module, string name)
    {
        var shown = new string([.. $"{module}.{name}".Take(100).Select(c => char.IsControl(c) ? '?' : c)]);
        if (module is "torch" or "torch.storage" && name.EndsWith("Storage", StringComparison.Ordinal))
            return $"the checkpoint holds a {shown}; tensors of that element type are not read";
        return $"the pickle asks for {shown}, which no state dict needs; nothing was executed. If the file is a whole pickled model, "
            + "save its state dict instead: torch.save(model.state_dict(), \"weights.pth\")";
    }
}
