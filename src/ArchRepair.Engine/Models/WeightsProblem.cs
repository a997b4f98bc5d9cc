namespace ArchRepair.Engine.Models;

/// <summary>How a weights file disagrees with a network.</summary>
public enum WeightsProblemKind
{
    /// <summary>The network has this tensor, the file does not.</summary>
    Missing,

    /// <summary>The file has this tensor, the network does not.</summary>
    Surplus,

    /// <summary>Both have it, in different shapes.</summary>
    Shape,

    /// <summary>Both have it, but the file's numbers are of a type that weights cannot be.</summary>
    Type,
}

/// <summary>One tensor that does not fit.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Message">A sentence with both shapes or types.</param>
public sealed record WeightsProblem(WeightsProblemKind Kind, string Name, string Message);
