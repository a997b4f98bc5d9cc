namespace ArchRepair.Engine.Native;

/// <summary>libtorch or TorchSharp's native library cannot be loaded on this machine (exit code 4).</summary>
/// <param name="summary">What could not be done, in a sentence.</param>
/// <param name="loaderMessage">The system loader's own words, or null when no file was found to load.</param>
/// <param name="pathsTried">Files and folders that were looked at, in order.</param>
/// <param name="nextStep">What the user can do.</param>
/// <param name="innerException">What the system threw, or null.</param>
public sealed class BackendUnavailableException(
    string summary, string? loaderMessage, IReadOnlyList<string> pathsTried, string nextStep, Exception? innerException = null)
    : Exception(Compose(summary, loaderMessage, pathsTried, nextStep), innerException)
{
    /// <summary>What could not be done, in a sentence.</summary>
    public string Summary { get; } = summary;

    /// <summary>The system loader's own words, or null when no file was found to load.</summary>
    public string? LoaderMessage { get; } = loaderMessage;

    /// <summary>Files and folders that were looked at, in order.</summary>
    public IReadOnlyList<string> PathsTried { get; } = pathsTried;

    /// <summary>What the user can do.</summary>
    public string NextStep { get; } = nextStep;

    private static string Compose(string summary, string? loaderMessage, IReadOnlyList<string> pathsTried, string nextStep)
    {
        var lines = new List<string> { summary };
        if (loaderMessage is not null) lines.Add($"The loader says: {loaderMessage.Trim()}");
        if (pathsTried.Count > 0) lines.Add($"Tried: {string.Join("; ", pathsTried)}");
        lines.Add(nextStep);
        return string.Join('\n', lines);
    }
}
