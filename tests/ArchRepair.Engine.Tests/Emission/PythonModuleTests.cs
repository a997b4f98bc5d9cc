using System.Diagnostics;
using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Emission;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Search;
using ArchRepair.Engine.Tests.Models;
using ArchRepair.Tests;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Emission;

/// <summary>What leaves this library: the Python module in a real PyTorch, and the sample that loads a repaired file in a process of its own.</summary>
public sealed class PythonModuleTests
{
    private static readonly Dictionary<string, (string Architecture, string[] Paths)> Cases = new()
    {
        ["basic"] = ("resnet20", ["stem", "layer1.1", "layer2.0"]), // option A shortcut
        ["projection"] = ("resnet18-cifar", ["layer2.0", "layer4.1"]),
        ["bottleneck"] = ("resnet50-cifar", ["layer1.0", "layer2.0"]),
        ["imagenet"] = ("resnet18", ["stem"]), // 7×7 with pooling
        ["plain"] = ("resnet8", []),
    };

    private string folder = "";

    public static IEnumerable<string> Names => Cases.Keys;

    [OneTimeSetUp]
    public void WriteModels()
    {
        Backend.Require();
        folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "python-tests", Guid.NewGuid().ToString("N"))).FullName;
        foreach (var (name, (architecture, paths)) in Cases) WriteCase(name, architecture, paths);
        File.WriteAllText(Path.Combine(folder, "driver.py"), """
            import importlib, sys
            import torch
            for name in sys.argv[1:]:
                module = importlib.import_module(name)
                images = torch.frombuffer(bytearray(open(name + ".images", "rb").read()), dtype=torch.float32).reshape(3, 3, 40, 40)
                with torch.no_grad():
                    logits = module.load(name + ".safetensors")(module.normalize(images))
                open(name + ".answers", "w").write(" ".join(repr(value) for value in logits.flatten().tolist()))
            """);
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_written_module_loads_the_same_file_in_PyTorch_and_gives_the_same_logits()
    {
        var python = Python();

        var ending = Run(python, ["driver.py", .. Cases.Keys]);

        Assert.That(ending.Code, Is.Zero, ending.Error);
        foreach (var name in Cases.Keys)
        {
            double[] Read(string file) => [.. File.ReadAllText(Path.Combine(folder, file)).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            var (expected, actual) = (Read(name + ".logits"), Read(name + ".answers"));
            Assert.That(expected.Max(Math.Abs), Is.GreaterThan(0.1), name);
            Assert.That(actual, Is.EqualTo(expected).Within(1e-4 * Math.Max(1, expected.Max(Math.Abs))), name);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void The_written_module_names_what_was_repaired_and_holds_no_class_that_it_does_not_use(string name)
    {
        var text = File.ReadAllText(Path.Combine(folder, name + ".py"));

        foreach (var path in Cases[name].Paths) Assert.That(text, Does.Contain(path));
        var classes = System.Text.RegularExpressions.Regex.Matches(text, "(?m)^class (\\w+)").Select(match => match.Groups[1].Value);
        foreach (var used in classes) Assert.That(System.Text.RegularExpressions.Regex.Count(text, $"\\b{used}\\("), Is.GreaterThan(1), used);
        Assert.That(text, Does.Not.Contain("\r").And.Not.Contain("\t"));
    }

    [Test]
    public void Blocks_that_are_not_built_in_are_refused_by_name()
    {
        using var model = Networks.Create("resnet8");
        model.ReplaceBlock("layer2.0", nn.Identity());

        Assert.That(() => PythonModule.Write(model, "x.safetensors"), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("layer2.0"));
    }

    [Test]
    public void The_sample_loads_a_repaired_model_in_a_process_of_its_own_and_gives_the_same_logits()
    {
        var sample = Path.Combine(RealData.RepositoryRoot, "samples", "LoadRepaired", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "LoadRepaired.dll");
        var file = Path.Combine(folder, "basic.safetensors");
        using var scope = NewDisposeScope();
        using var model = RepairedModel.Load(file);

        var ending = Run("dotnet", ["exec", sample, file]);

        using var noGrad = no_grad();
        var logits = model.call(model.Specification.Normalization.Apply(full([1, 3, 32, 32], 0.5f))).data<float>().Select(value => value.ToString("f6", CultureInfo.InvariantCulture));
        Assert.That(ending.Code, Is.Zero, ending.Error);
        Assert.That(ending.Output, Does.Contain("resnet20, 10 classes").And.Contain("layer2.0 repaired with"));
        Assert.That(ending.Output, Does.Contain("logits of a grey image: " + string.Join(' ', logits)));
    }

    [Test]
    public void A_file_that_no_repair_wrote_and_a_cut_one_are_refused_with_the_reason()
    {
        var path = Path.Combine(folder, "cut.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(Path.Combine(folder, "plain.safetensors"))[..5000]);
        var foreign = Path.Combine(folder, "foreign.safetensors");
        Engine.Formats.SafetensorsFile.Write(foreign, [], new Dictionary<string, string>());

        Assert.That(() => RepairedModel.Load(path), Throws.InstanceOf<Engine.Formats.MalformedFileException>());
        Assert.That(() => RepairedModel.Load(foreign), Throws.InstanceOf<Engine.Formats.MalformedFileException>().With.Message.Contains("not written by a repair"));
        Assert.That(() => RepairedModel.Load(foreign + "x"), Throws.InstanceOf<FileNotFoundException>());
    }

    private void WriteCase(string name, string architecture, string[] paths)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create(architecture);
        GenotypeBuilder.Apply(model, new Genotype(architecture, [.. paths.Select(path => CellOf(model, path))]));
        Randomize(model);
        model.eval();
        var images = rand(3, 3, 40, 40);
        var logits = model.call(model.Specification.Normalization.Apply(images)).data<float>().ToArray();
        RepairedModel.Write(Path.Combine(folder, name + ".safetensors"), model, GenotypeBuilder.Of(model));
        File.WriteAllText(Path.Combine(folder, name + ".py"), PythonModule.Write(model, name + ".safetensors"));
        File.WriteAllBytes(Path.Combine(folder, name + ".images"), images.bytes.ToArray());
        File.WriteAllText(Path.Combine(folder, name + ".logits"), string.Join(' ', logits.Select(value => value.ToString("r", CultureInfo.InvariantCulture))));
    }

    // Every operation somewhere, on every pair of nodes.
    private static BlockGenotype CellOf(ChainClassifier model, string path)
    {
        var pairs = CellBody.Of(model.ModuleOf(model.FindBlock(path).Index)).Pairs;
        return new BlockGenotype(path, [.. OperationCatalog.Names.Select((operation, index) => new GenotypeEdge(pairs[index % pairs.Count].From, pairs[index % pairs.Count].To, operation, 1))]);
    }

    private static void Randomize(ChainClassifier model)
    {
        using var generator = new Generator(5);
        foreach (var norm in model.modules().OfType<BatchNorm2d>())
        {
            norm.weight!.copy_(rand(norm.weight.shape, generator: generator).add_(0.3));
            norm.bias!.copy_(randn(norm.bias.shape, generator: generator).mul_(0.2));
            norm.running_mean!.copy_(randn(norm.running_mean.shape, generator: generator).mul_(0.2));
            norm.running_var!.copy_(rand(norm.running_var.shape, generator: generator).add_(0.5));
        }
    }

    private string Python()
    {
        foreach (var candidate in new[] { "/usr/bin/python3", "python3", "python" })
        {
            try
            {
                if (Run(candidate, ["-c", "import torch; torch.frombuffer"]).Code == 0) return candidate;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not installed under that name.
            }
        }
        Assert.Ignore("no Python with PyTorch 1.10 or newer was found (tried /usr/bin/python3, python3, python)");
        return "";
    }

    private (int Code, string Output, string Error) Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
