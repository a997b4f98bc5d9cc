using ArchRepair.Engine.Projects;

namespace ArchRepair.Engine.Models;

/// <summary>All that is needed to build an untrained network again.</summary>
/// <param name="Architecture">Name in <see cref="ArchitectureCatalog"/>, "resnet20" for instance; the type's name for the model of a project.</param>
/// <param name="Classes">Number of answers K; ≥ 2 and ≤ 65,536.</param>
/// <param name="Normalization">What the network expects of its input.</param>
/// <param name="InputSize">Height and width in pixels of the images it was trained for; ≥ 8.</param>
public sealed record ModelSpecification(string Architecture, int Classes, Normalization Normalization, int InputSize)
{
    /// <summary>Makes the network when a C# project defines it; null when the catalog does.</summary>
    public ProjectModel? Project { get; init; }

    /// <summary>Every reason why this cannot be built.</summary>
    public IEnumerable<string> Problems()
    {
        if (Project is null && ArchitectureCatalog.Problem(Architecture) is { } problem) yield return problem;
        if (Classes is not (>= 2 and <= 65_536)) yield return $"classes is {Classes}; it must lie in [2, 65536].";
        if (InputSize < 8) yield return $"input size is {InputSize}; it must be at least 8 pixels.";
        foreach (var flaw in Normalization.Problems()) yield return $"normalization: {flaw}";
    }
}
