using System.Runtime.InteropServices;

using ArchRepair.Engine.Formats;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>
/// A C# project with a small model, as a user has it, in a folder of its own: sources, weights that answer which colour prevails, a
/// damaged copy of them, images, settings. Its settings are in another folder than its project, with a space and a letter of another
/// alphabet in the path.
/// </summary>
internal sealed class TinyProject : IDisposable
{
    private const string Rid = "linux-x64";

    public const string Source = """
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Tiny;

        public sealed class Residual : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv1 = Conv2d(8, 8, 3, padding: 1, bias: false), conv2 = Conv2d(8, 8, 3, padding: 1, bias: false);
            private readonly BatchNorm2d bn1 = BatchNorm2d(8), bn2 = BatchNorm2d(8);
            public Residual() : base("Residual") => RegisterComponents();
            public override Tensor forward(Tensor x) => functional.relu(x + bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x))))));
        }

        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d stem = Conv2d(3, 8, 1, bias: false);
            private readonly Sequential layer1 = Sequential(("0", new Residual()), ("1", new Residual()));
            private readonly Linear fc = Linear(8, 3);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(layer1.call(stem.call(x)).mean([2, 3]));
            public static Net Create() => new();
        }

        public sealed class Throwing : Module<Tensor, Tensor>
        {
            public Throwing() : base("Throwing") => throw new System.IO.FileNotFoundException("no settings.ini");
            public override Tensor forward(Tensor x) => x;
        }

        public sealed class Blockless : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(3, 3);
            public Blockless() : base("Blockless") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x.mean([2, 3]));
        }
        """;

    public TinyProject()
    {
        Root = Directory.CreateTempSubdirectory("archrepair-tïny ").FullName;
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Path.Combine(Root, "gate", "data"));
        File.WriteAllText(ProjectFile, ProjectText("net10.0"));
        File.WriteAllText(Path.Combine(Folder, "Net.cs"), Source);
        SafetensorsFile.Write(Path.Combine(Gate, "healthy.safetensors"), Weights(isDamaged: false));
        SafetensorsFile.Write(Path.Combine(Gate, "damaged.safetensors"), Weights(isDamaged: true));
        File.WriteAllBytes(Path.Combine(Gate, "healthy.pth"), PyTorchFile.Of(Weights(isDamaged: false)));
        ColourImages.Write(Path.Combine(Gate, "data", "test_batch.bin"), count: 150, seed: 1);
        ColourImages.Write(Path.Combine(Gate, "data", "data_batch_1.bin"), count: 600, seed: 2);
        File.WriteAllText(Path.Combine(Gate, "archrepair.json"), Settings);
    }

    public string Root { get; }

    /// <summary>Where the project lies.</summary>
    public string Folder => Path.Combine(Root, "Tiny");

    public string ProjectFile => Path.Combine(Folder, "Tiny.csproj");

    /// <summary>Where settings, weights and images lie.</summary>
    public string Gate => Path.Combine(Root, "gate");

    public static string ProjectText(string frameworks) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <{(frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework")}>{frameworks}</{(frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework")}>
            <Nullable>enable</Nullable>
            <NoWarn>NU1603</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="TorchSharp" Version="0.107.0" />
            <PackageReference Include="libtorch-cpu-{Rid}" Version="2.10.0" />
          </ItemGroup>
        </Project>
        """;

    public ToolEnding Run(params string[] arguments) => ToolProcess.Run(Gate, new Dictionary<string, string> { ["ARCHREPAIR_CACHE"] = Path.Combine(Root, "cache") }, arguments);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Settings => """
        {
          "model": {
            "project": "../Tiny/Tiny.csproj", "type": "Tiny.Net", "weights": "healthy.safetensors", "classes": ["red", "green", "blue"],
            "normalization": { "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25] }
          },
          "data": {
            "test": { "format": "cifar10", "path": "data" }, "train": { "format": "cifar10", "path": "data" },
            "generate": { "corruptions": ["gaussian_noise", "brightness"], "severities": [1, 2] }
          },
          "gate": { "maxDrop": 0.05, "maxCellDrop": 0.1, "maxCleanDrop": 0.05 },
          "repair": { "when": "never", "budgetMinutes": 0.2, "output": "repaired.safetensors" },
          "report": { "directory": "report" }
        }
        """;

    // Colours pass through: the stem hands them on, blocks add almost nothing, the last layer compares them. The damage lifts green for
    // every image.
    private static IEnumerable<StoredTensor> Weights(bool isDamaged)
    {
        yield return Tensor("stem.weight", [8, 3, 1, 1], index => index / 3 == index % 3 ? 1 : 0);
        foreach (var block in new[] { "layer1.0", "layer1.1" })
        {
            foreach (var layer in new[] { "1", "2" })
            {
                yield return Tensor($"{block}.conv{layer}.weight", [8, 8, 3, 3], index => 0.02f * MathF.Sin(7 * index));
                yield return Tensor($"{block}.bn{layer}.weight", [8], _ => 1);
                yield return Tensor($"{block}.bn{layer}.bias", [8], index => isDamaged && block == "layer1.1" && layer == "2" && index == 1 ? 2.5f : 0);
                yield return Tensor($"{block}.bn{layer}.running_mean", [8], _ => 0);
                yield return Tensor($"{block}.bn{layer}.running_var", [8], _ => 1);
            }
        }
        yield return Tensor("fc.weight", [3, 8], index => index / 8 == index % 8 ? 4 : 0);
        yield return Tensor("fc.bias", [3], _ => 0);
    }

    private static StoredTensor Tensor(string name, long[] shape, Func<int, float> value)
    {
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, side) => product * side)).Select(value)];
        return new StoredTensor(name, StoredType.F32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}
