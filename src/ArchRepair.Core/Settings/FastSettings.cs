namespace ArchRepair.Core.Settings;

/// <summary>When a check stops as soon as its images decide.</summary>
public enum FastWhen
{
    /// <summary>Where the CI system says that a pull or merge request is built.</summary>
    PullRequests,
    Always,
    Never,
}

/// <summary>How a check stops early.</summary>
/// <param name="When">Default: in pull requests; <c>--fast</c> and <c>--no-fast</c> overrule it.</param>
/// <param name="MaxImages">Gives up, inconclusive, after so many images of each cell; 0 (the default) goes on to the last image.</param>
public sealed record FastSettings(FastWhen When = FastWhen.PullRequests, int MaxImages = 0);
