using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>Where frost comes from: the photographs of the published benchmark, or a stand-in.</summary>
internal interface IFrostSource
{
    /// <summary>True where the textures are not the published ones.</summary>
    bool IsSubstitute { get; }

    /// <summary>Fills H·W·3 values with a random piece of a random texture.</summary>
    void Fill(Span<byte> texture, ImageSize size, IRandomDraws draws);
}
