namespace ArchRepair.Engine.Formats;

/// <summary>What the object instructions of a pickle mean here: plain records in place of calls.</summary>
internal sealed class PickleObjects(ByteCursor cursor)
{
    private readonly Dictionary<string, PickledStorage> storages = new(StringComparer.Ordinal);

    /// <summary>Every storage that was referred to, as it was described first.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => storages;

    public PickleGlobal Global(string module, string name) =>
        PickleGlobal.Find(module, name) ?? throw cursor.Malformed(PickleGlobal.Refusal(module, name));

    public PickleGlobal StackGlobal(object?[] moduleAndName) => moduleAndName is [string module, string name]
        ? Global(module, name)
        : throw cursor.Malformed("the pickle asks for a name that is no text");

    public void Append(object?[] values, object? target)
    {
        if (target is PickleList list) list.Items.AddRange(values);
        else if (target is not PickleOpaque) throw cursor.Malformed("the pickle appends to something that is no list");
    }

    public void SetItems(object?[] keysAndValues, object? target)
    {
        if (keysAndValues.Length % 2 != 0) throw cursor.Malformed("the pickle sets a key without a value");
        if (target is PickleOpaque) return;
        if (target is not PickleDictionary dictionary) throw cursor.Malformed("the pickle sets items of something that is no dictionary");
        for (var i = 0; i < keysAndValues.Length; i += 2) dictionary.Items.Add(new(keysAndValues[i], keysAndValues[i + 1]));
    }

    /// <summary>Attributes (an OrderedDict's <c>_metadata</c>, say) are dropped where they may occur at all.</summary>
    public void CheckBuildable(object? target)
    {
        if (target is not (PickleDictionary or PickleOpaque)) throw cursor.Malformed("the pickle sets attributes of something that has none");
    }

    public object New(object?[] classAndArguments) => classAndArguments is [PickleGlobal { Kind: PickleGlobalKind.Ignored }, PickleTuple]
        ? PickleOpaque.Instance
        : throw cursor.Malformed("the pickle makes an object of a kind that no state dict holds; nothing was executed");

    public object Call(object?[] functionAndArguments)
    {
        if (functionAndArguments is not [PickleGlobal function, PickleTuple { Items: var arguments }])
            throw cursor.Malformed("the pickle calls something that is no function");
        return function.Kind switch
        {
            PickleGlobalKind.OrderedDictionary => OrderedDictionary(arguments),
            PickleGlobalKind.Tensor => Tensor(arguments),
            PickleGlobalKind.Parameter when arguments is [PickledTensor tensor, ..] => tensor,
            PickleGlobalKind.Ignored => PickleOpaque.Instance,
            _ => throw cursor.Malformed($"the pickle calls {function.Name} in a way that no state dict needs"),
        };
    }

    /// <summary>Resolves a persistent id: ('storage', type, key, device, count) and, in legacy files, a view of it.</summary>
    public PickledStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: var parts }) throw cursor.Malformed("a persistent id is no tuple");
        if (parts is ["module", ..]) throw cursor.Malformed(PickleGlobal.Refusal("torch.nn", "Module"));
        if (parts is not ["storage", PickleGlobal { StorageType: { } type }, string key, _, long count, ..] || parts.Count > 6 || count < 0)
            throw cursor.Malformed("a reference to a storage has not the form that PyTorch writes");
        var whole = new PickledStorage(type, key, count, 0, count, cursor.Position);
        if (!storages.TryAdd(key, whole) && (storages[key].Type != type || storages[key].ElementCount != count))
            throw cursor.Malformed($"the storage {key} is described in two ways");
        var view = parts.Count == 6 ? parts[5] : null;
        if (view is null) return whole;
        if (view is not PickleTuple { Items: [_, long start, long length] } || start < 0 || length < 0 || start > count || length > count - start)
            throw cursor.Malformed("a view of a storage does not lie inside it");
        return whole with { ViewOffset = start, ViewCount = length };
    }

    private PickleDictionary OrderedDictionary(IReadOnlyList<object?> arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments.Count == 0) return dictionary;
        if (arguments is not [PickleList pairs]) throw cursor.Malformed("an OrderedDict is made of something that is no list of pairs");
        foreach (var pair in pairs.Items)
        {
            var items = pair is PickleTuple tuple ? tuple.Items : pair is PickleList list ? list.Items : [];
            if (items is not [var key, var value]) throw cursor.Malformed("an OrderedDict is made of something that is no list of pairs");
            dictionary.Items.Add(new(key, value));
        }
        return dictionary;
    }

    // _rebuild_tensor(storage, offset, size, stride) and _v2(…, requires_grad, backward_hooks[, metadata]).
    private PickledTensor Tensor(IReadOnlyList<object?> arguments)
    {
        if (arguments is not [PickledStorage storage, long first, PickleTuple sizes, PickleTuple strides, ..] || arguments.Count > 7)
            throw cursor.Malformed("a tensor is described otherwise than PyTorch does");
        var tensor = new PickledTensor(storage, first, Integers(sizes), Integers(strides), cursor.Position);
        return tensor.Problem() is { } problem ? throw cursor.Malformed($"a tensor is impossible: {problem}") : tensor;
    }

    private long[] Integers(PickleTuple tuple)
    {
        var integers = tuple.Items.OfType<long>().ToArray();
        return integers.Length == tuple.Items.Count ? integers : throw cursor.Malformed("a size or stride is no integer");
    }
}
