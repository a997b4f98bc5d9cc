using ArchRepair.Core.Files;

namespace ArchRepair.Tool.Street;

/// <summary>The JSON schema of the settings, which this program carries along.</summary>
internal static class SettingsSchema
{
    public const string Name = "archrepair.schema.json";

    /// <summary>Writes it into a folder, in place of an older one.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder)
    {
        using var stream = typeof(SettingsSchema).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"This build has no {Name}.");
        using var text = new StreamReader(stream);
        var path = Path.Combine(folder, Name);
        AtomicFile.WriteText(path, text.ReadToEnd());
        return path;
    }
}
