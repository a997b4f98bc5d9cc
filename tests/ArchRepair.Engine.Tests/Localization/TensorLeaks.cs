using TorchSharp;

namespace ArchRepair.Engine.Tests.Localization;

/// <summary>How many tensors of this thread live, inside dispose scopes and outside.</summary>
internal static class TensorLeaks
{
    public static long Undisposed() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
