namespace ArchRepair.Engine.Formats;

/// <summary>Everything a weights file holds.</summary>
/// <param name="Format">Which format was recognized, in words: "PyTorch checkpoint", "safetensors", ….</param>
/// <param name="Sha256">SHA-256 of the whole file, 64 lower-case hexadecimal digits.</param>
/// <param name="Tensors">In file order, names unique.</param>
/// <param name="Metadata">Text beside the tensors (safetensors only; empty elsewhere).</param>
public sealed record StoredWeights(
    string Format, string Sha256, IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The tensor of that exact name, or null.</summary>
    public StoredTensor? Find(string name) => Tensors.FirstOrDefault(tensor => tensor.Name == name);

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> ByName() => Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
}
