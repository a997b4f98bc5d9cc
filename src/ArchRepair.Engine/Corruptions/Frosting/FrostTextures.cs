namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>
/// The textures that frost lays over images. The photographs of the published benchmark may not be redistributed; without them a
/// procedural stand-in with the same colours, contrasts and spectra is used, and accuracies are not comparable with published ones.
/// </summary>
public sealed class FrostTextures
{
    private FrostTextures(IFrostSource source) => Source = source;

    /// <summary>Frost without photographs.</summary>
    public static FrostTextures Procedural { get; } = new(new ProceduralFrost());

    /// <summary>True where the textures are not the published ones; reports then write <c>frost*</c>.</summary>
    public bool IsSubstitute => Source.IsSubstitute;

    internal IFrostSource Source { get; }

    /// <summary>The published photographs, from a folder that holds <c>frost1.png</c>, <c>frost2.png</c>, <c>frost3.png</c>,
    /// <c>frost4.jpg</c> and <c>frost5.jpg</c>.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="Formats.MalformedFileException">A file cannot be read as an image.</exception>
    public static FrostTextures FromFolder(string folder) => new(PhotographedFrost.Load(folder));
}
