using ArchRepair.Core.Settings;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Models;

namespace ArchRepair.Benchmarks;

/// <summary>A public network with its weights.</summary>
internal sealed class LocalizationModel : IDisposable
{
    private static readonly Dictionary<string, string> WeightFiles = new(StringComparer.Ordinal)
    {
        ["resnet20"] = "resnet20-12fca82f.th",
        ["resnet56"] = "resnet56-4bfd9763.th",
    };

    private readonly LoadedModel loaded;

    private LocalizationModel(LoadedModel loaded) => this.loaded = loaded;

    public ChainClassifier Network => loaded.Network;

    public Engine.Models.Normalization Normalization => Engine.Models.Normalization.ImageNet;

    public string Architecture => loaded.Identity.Architecture;

    public static LocalizationModel Load(string data, string architecture, IReadOnlyList<string> classes) => new(ModelLoader.Load(
        new ModelSettings(architecture, Path.Combine(data, "models", WeightFiles[architecture]), classes, Core.Settings.Normalization.ImageNet), 32, classes));

    public void Dispose() => loaded.Dispose();
}
