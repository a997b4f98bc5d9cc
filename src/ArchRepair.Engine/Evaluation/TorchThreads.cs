using TorchSharp;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Sets how many threads tensor operations of the calling thread use, until it is disposed.</summary>
/// <remarks>OpenMP keeps this number for each calling thread apart, so a worker thread must set its own.</remarks>
internal readonly ref struct TorchThreads
{
    private readonly int before;

    public TorchThreads(int threads)
    {
        before = torch.get_num_threads();
        if (threads != before) torch.set_num_threads(threads);
    }

    public void Dispose()
    {
        if (torch.get_num_threads() != before) torch.set_num_threads(before);
    }
}
