using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>Remembers the values of live tensors and puts them back when it is disposed.</summary>
internal sealed class SavedTensors(IReadOnlyList<Tensor> tensors) : IDisposable
{
    private readonly IReadOnlyList<Tensor> copies = [.. tensors.Select(tensor => tensor.detach().clone().DetachFromDisposeScope())];

    public void Dispose()
    {
        using var noGrad = no_grad();
        for (var i = 0; i < copies.Count; i++)
        {
            tensors[i].copy_(copies[i]);
            copies[i].Dispose();
        }
    }
}
