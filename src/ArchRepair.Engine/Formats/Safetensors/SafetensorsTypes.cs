namespace ArchRepair.Engine.Formats;

/// <summary>Element types by the names that safetensors gives them.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, StoredType> ByName = Enum.GetValues<StoredType>().ToDictionary(Name, StringComparer.Ordinal);

    public static string Name(StoredType type) => type == StoredType.Bool ? "BOOL" : type.ToString();

    public static StoredType? Find(string name) => ByName.TryGetValue(name, out var type) ? type : null;
}
