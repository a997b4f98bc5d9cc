using ArchRepair.Engine.Native;

namespace ArchRepair.Engine.Tests.Native;

public sealed class LibraryFoldersTests
{
    private string root = "";

    [SetUp]
    public void MakeFolder() => root = Directory.CreateTempSubdirectory("archrepair-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(root, recursive: true);

    [Test]
    public void A_named_folder_is_the_only_one_tried()
    {
        Place("torch_cpu", "app");
        var named = Path.Combine(root, "named");

        var folders = Folders(new NativeBackendOptions { LibTorchFolder = named, ApplicationFolders = [Path.Combine(root, "app")] });

        Assert.That(folders.FindLibTorch, Throws.TypeOf<BackendUnavailableException>()
            .With.Property(nameof(BackendUnavailableException.PathsTried)).EqualTo(new[] { named }));
    }

    [Test]
    public void The_model_project_comes_before_the_program_and_the_program_before_the_packages()
    {
        var package = Place("torch_cpu", "package");
        var program = Place("torch_cpu", "program", "native");
        var model = Place("torch_cpu", "model", "runtimes", NativePlatform.RuntimeIdentifier, "native");
        var options = new NativeBackendOptions { ApplicationFolders = [Path.Combine(root, "model")] };

        Assert.That(Folders(options).FindLibTorch(), Is.EqualTo(model));
        Assert.That(Folders(new NativeBackendOptions()).FindLibTorch(), Is.EqualTo(program));
        Directory.Delete(program, recursive: true);
        Assert.That(Folders(new NativeBackendOptions()).FindLibTorch(), Is.EqualTo(package));
    }

    [Test]
    public void Nothing_found_names_every_folder_and_a_next_step()
    {
        var failure = Assert.Throws<BackendUnavailableException>(() => Folders(new NativeBackendOptions()).FindLibTorch());

        Assert.That(failure.PathsTried, Has.Count.EqualTo(4));
        Assert.That(failure.Message, Does.Contain(Path.Combine(root, "package")).And.Contain("ARCHREPAIR_LIBTORCH"));
    }

    [Test]
    public void The_glue_of_a_named_libtorch_still_comes_with_TorchSharp()
    {
        var package = Place("LibTorchSharp", "package");
        var named = Place("torch_cpu", "named");

        var folders = Folders(new NativeBackendOptions { LibTorchFolder = named });

        Assert.That(folders.FindLibTorchSharp(folders.FindLibTorch()), Is.EqualTo(package));
    }

    private LibraryFolders Folders(NativeBackendOptions options) =>
        new(options, _ => Path.Combine(root, "package"), [Path.Combine(root, "program")]);

    private string Place(string library, params string[] folder)
    {
        var path = Directory.CreateDirectory(Path.Combine([root, .. folder])).FullName;
        File.WriteAllText(Path.Combine(path, NativePlatform.FileName(library)), "");
        return path;
    }
}
