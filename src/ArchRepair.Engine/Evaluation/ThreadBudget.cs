using TorchSharp;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Shares a number of threads among the calls that compute at the same time: a call that is alone gets all of them, one of many
/// gets one. Inference has the same bits with any number.
/// </summary>
/// <param name="threads">In all; ≥ 1.</param>
internal sealed class ThreadBudget(int threads)
{
    private int running;

    /// <summary>Takes a share for tensor operations of the calling thread, until the turn is disposed.</summary>
    public Turn Enter() => new(this, Math.Max(1, threads / Interlocked.Increment(ref running)));

    /// <summary>One call's share.</summary>
    /// <remarks>OpenMP keeps the number of threads for each calling thread apart, so that it is set and put back here.</remarks>
    internal readonly ref struct Turn
    {
        private readonly ThreadBudget budget;
        private readonly int before;

        public Turn(ThreadBudget budget, int share)
        {
            this.budget = budget;
            before = torch.get_num_threads();
            if (share != before) torch.set_num_threads(share);
        }

        public void Dispose()
        {
            if (torch.get_num_threads() != before) torch.set_num_threads(before);
            Interlocked.Decrement(ref budget.running);
        }
    }
}
