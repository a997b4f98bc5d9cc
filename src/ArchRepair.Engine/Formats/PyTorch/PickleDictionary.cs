namespace ArchRepair.Engine.Formats;

/// <summary>A Python dict or OrderedDict: its items as they were set, keys of any kind, repetitions kept to be judged later.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The last value set under a text key, as Python would have it; null when there is none.</summary>
    public object? Find(string key)
    {
        for (var i = Items.Count - 1; i >= 0; i--)
            if (Items[i].Key is string text && text == key) return Items[i].Value;
        return null;
    }
}
