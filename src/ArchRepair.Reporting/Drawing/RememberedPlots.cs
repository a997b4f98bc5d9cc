using ArchRepair.Core.Caching;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;

namespace ArchRepair.Reporting.Drawing;

/// <summary>
/// PNG files that were drawn before. Loading the drawing library and looking through the fonts of a machine takes longer than all
/// the rest of a check with nothing new; a result that says the same gets the same files without.
/// </summary>
internal static class RememberedPlots
{
    // Changes whenever this assembly or the versions that it refers to do.
    private static readonly string Renderer = typeof(RememberedPlots).Module.ModuleVersionId.ToString();

    /// <param name="store">Where drawn files are kept; null to draw each time.</param>
    /// <returns>As <see cref="PngPlots.Of(ReportFacts)"/>.</returns>
    public static IReadOnlyDictionary<string, byte[]> Of(ReportFacts facts, ContentStore? store)
    {
        if (store is null) return PngPlots.Of(facts);
        var key = ContentKey.Of("plots", Renderer, ResultDigest.Of(facts.Result));
        if (store.Read(key) is { } known) return Unpack(known);
        var drawn = PngPlots.Of(facts);
        // Nothing drawn: the library is missing here, and may not be tomorrow.
        if (drawn.Count > 0) store.Write(key, Pack(drawn));
        return drawn;
    }

    private static byte[] Pack(IReadOnlyDictionary<string, byte[]> plots)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(plots.Count);
        foreach (var (name, content) in plots)
        {
            writer.Write(name);
            writer.Write(content.Length);
            writer.Write(content);
        }

        return bytes.ToArray();
    }

    private static Dictionary<string, byte[]> Unpack(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var count = reader.ReadInt32();
        var plots = new Dictionary<string, byte[]>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++) plots[reader.ReadString()] = reader.ReadBytes(reader.ReadInt32());
        return plots;
    }
}
