using ArchRepair.Core.Settings;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>What <c>init</c> finds in a folder, it writes as settings that a dry run of <c>check</c> accepts.</summary>
[TestFixture]
public sealed class InitTests
{
    private string root = null!;

    [SetUp]
    public void MakeFolder() => root = Directory.CreateTempSubdirectory("archrepair-init ").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(root, recursive: true);

    [TestCase("models/resnet56-best.th", "resnet56")]
    [TestCase("weights/resnet18-cifar.pth", "resnet18-cifar")]
    [TestCase("ResNet110.safetensors", "resnet110")]
    [TestCase("net.pt", "resnet20")]
    public void Weights_by_name_and_an_architecture_from_it(string weights, string architecture)
    {
        Place(weights, "data/test_batch.bin");

        var model = Accepted().Model;

        Assert.That(model.Weights, Is.EqualTo(Path.Combine(root, weights)));
        Assert.That((model.Architecture, model.Project), Is.EqualTo((architecture, (ModelProject?)null)));
    }

    [TestCase("cifar10", "data/cifar", "data/cifar/test_batch.bin")]
    [TestCase("cifar100", "images", "images/test.bin")]
    [TestCase("idx", "mnist", "mnist/t10k-images-idx3-ubyte.gz")]
    [TestCase("image-folder", "photos/val", "photos/val/cat/1.png", "photos/val/dog/2.JPG")]
    public void Test_images_of_every_format(string format, string path, params string[] files)
    {
        Place(["w.pth", .. files]);

        var data = Accepted().Data;

        Assert.That(data.Test, Is.EqualTo(new ImageSetSource(format, Path.Combine(root, path))));
        Assert.That(data.Train, Is.Null);
        Assert.That(data.Corrupted!.Format, Is.EqualTo("generate"));
    }

    [TestCase("cifar10", "data", "data/test_batch.bin", "data/data_batch_1.bin")]
    [TestCase("cifar100", "data", "data/test.bin", "data/train.bin")]
    [TestCase("idx", "data", "data/t10k-images.idx3-ubyte", "data/train-images.idx3-ubyte")]
    [TestCase("image-folder", "photos/train", "photos/test/a/1.png", "photos/test/b/1.png", "photos/train/a/1.bmp", "photos/train/b/1.jpeg")]
    public void Training_images_beside_them(string format, string path, params string[] files)
    {
        Place(["w.pth", .. files]);

        Assert.That(Accepted().Data.Train, Is.EqualTo(new ImageSetSource(format, Path.Combine(root, path))));
    }

    [Test]
    public void A_schema_for_editors_lies_beside_the_settings_and_is_renewed_alone()
    {
        Place("models/resnet20.th", "data/test_batch.bin");
        var schema = Path.Combine(root, "archrepair.schema.json");

        var first = ToolProcess.Run(root, "init", "--schema");
        File.WriteAllText(schema, "of an older version");
        var again = ToolProcess.Run(root, "init", "--schema");

        Assert.That((first.Code, again.Code), Is.EqualTo((0, 0)), $"{first}{again}");
        Assert.That(File.ReadAllText(Path.Combine(root, "archrepair.json")), Does.StartWith("{\n  \"$schema\": \"archrepair.schema.json\",\n"));
        Assert.That(() => SettingsReader.Read(Path.Combine(root, "archrepair.json")), Throws.Nothing);
        Assert.That(File.ReadAllText(schema), Is.EqualTo(File.ReadAllText(Path.Combine(ArchRepair.Tests.RealData.RepositoryRoot, "build", "archrepair.schema.json"))));
        Assert.That(again.Output, Does.Contain("exists already"));
    }

    [TestCase("cifar-c", "data/CIFAR-10-C", "data/CIFAR-10-C/fog.npy", "data/CIFAR-10-C/labels.npy")]
    [TestCase("image-folder-c", "Tiny-C", "Tiny-C/snow/1/cat/1.png", "Tiny-C/snow/2/cat/1.png")]
    public void Corrupted_images_of_every_format(string format, string path, params string[] files)
    {
        Place(["w.pth", "data/test_batch.bin", .. files]);

        var corrupted = Accepted().Data.Corrupted!;

        Assert.That((corrupted.Format, corrupted.Path), Is.EqualTo((format, Path.Combine(root, path))));
    }

    [Test]
    public void A_model_project_with_the_module_that_no_other_uses()
    {
        Place("weights/net.dat", "data/test_batch.bin", "src/Nets/bin/Debug/copy.csproj");
        Write("src/Nets/Nets.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"TorchSharp-cpu\" /></ItemGroup></Project>");
        Write("src/Nets/Net.cs", TinyProject.Source);
        Write("src/Nets/Old.cs", "namespace Tiny.Old; public abstract class Shared : Module<Tensor, Tensor>; public class Wide(int k) : Module<Tensor, Tensor>(\"Wide\") { }");
        Write("src/Other/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");

        var model = Accepted("model project: src/Nets/Nets.csproj, type Tiny.Blockless; others: Tiny.Net, Tiny.Throwing").Model;

        Assert.That(model.Project, Is.EqualTo(new ModelProject(Path.Combine(root, "src", "Nets", "Nets.csproj"), "Tiny.Blockless")));
        Assert.That(model.Weights, Is.EqualTo(Path.Combine(root, "weights", "net.dat")));
    }

    [Test]
    public void Nothing_found_is_said_and_the_dry_run_names_what_to_fill_in()
    {
        var init = ToolProcess.Run(root, "init");
        Assert.That(init.Output, Does.Contain("fill in model.weights").And.Contain("fill in data.test"), init.ToString());

        var dry = ToolProcess.Run(root, "check", "--dry-run");

        Assert.That(dry.Code, Is.EqualTo(2), dry.ToString());
        Assert.That(dry.Error, Does.Contain("AR0201: 'model.weights'").And.Contain("AR0201: 'data.test.path'"));
    }

    private ArchRepairSettings Accepted(string said = "")
    {
        var init = ToolProcess.Run(root, "init");
        Assert.That(init.Code, Is.Zero, init.ToString());
        Assert.That(init.Output, Does.Contain(said));
        var dry = ToolProcess.Run(root, "check", "--dry-run");
        Assert.That(dry.Code, Is.Zero, dry.ToString());
        return SettingsReader.Read(Path.Combine(root, "archrepair.json"));
    }

    private void Place(params string[] files)
    {
        foreach (var file in files) Write(file, "");
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
