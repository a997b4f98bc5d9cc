using System.Runtime.ExceptionServices;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Loops over several threads whose failures look like those of one.</summary>
internal static class ParallelLoop
{
    /// <summary>Runs 0…count−1.</summary>
    public static void Run(int count, int threads, Action<int> body, CancellationToken cancellation) =>
        Run(count, threads, static () => 0, (i, _) => body(i), cancellation);

    /// <summary>Runs 0…count−1 with a state of each thread's own.</summary>
    public static void Run<TState>(int count, int threads, Func<TState> start, Action<int, TState> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, start, (i, _, state) =>
            {
                body(i, state);
                return state;
            }, static _ => { });
        }
        catch (AggregateException several)
        {
            // The first says it all; the others are the same mistake on other images.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
