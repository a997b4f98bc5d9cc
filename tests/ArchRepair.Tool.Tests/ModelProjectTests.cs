using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>The real command on the model of a real C# project, which it builds and in whose dependency graph its worker runs.</summary>
[TestFixture]
[Category("Slow")]
public sealed class ModelProjectTests
{
    private TinyProject tiny = null!;

    [OneTimeSetUp]
    public void BuildOnce()
    {
        tiny = new TinyProject();
        var first = tiny.Run("check");
        Assert.That(first.Code, Is.EqualTo(3), $"no baseline yet\n{first}");
        Assert.That(first.Error, Does.Contain("Building Tiny.csproj"));
        var accept = tiny.Run("baseline", "accept");
        Assert.That(accept.Code, Is.Zero, accept.ToString());
    }

    [OneTimeTearDown]
    public void Remove() => tiny.Dispose();

    [Test]
    public void A_check_localizes_and_repairs_the_damaged_block_and_the_repaired_file_loads_again()
    {
        var broken = tiny.Run("check", "--no-build", "--weights", "damaged.safetensors", "--repair", "--accept-repair", "--threads", "2");

        Assert.That(broken.Output + broken.Error, Does.Contain("Gate: Regressed").And.Contain("Most vulnerable block: layer1.1"), broken.ToString());
        Assert.That(broken.Code, Is.Zero, broken.ToString());
        var repaired = tiny.Run("check", "--no-build", "--weights", "repaired.safetensors");
        Assert.That(repaired.Code, Is.Zero, repaired.ToString());
        var inspected = tiny.Run("inspect", "--no-build", "--weights", "repaired.safetensors");
        Assert.That(inspected.Output, Does.Contain("▣ 1  Residual").And.Contain("every tensor fits"), inspected.ToString());
    }

    [Test]
    public void A_host_is_shown_the_suspicious_block_at_the_models_declaration()
    {
        var ending = tiny.Run("check", "--no-build", "--no-repair", "--weights", "damaged.safetensors", "--ci", "github");
        var without = tiny.Run("check", "--no-build", "--no-repair", "--weights", "healthy.safetensors", "--ci", "github");

        var line = 1 + Array.FindIndex(TinyProject.Source.Split('\n'), text => text.Contains("class Net", StringComparison.Ordinal));
        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Contain($"::notice file=Net.cs,line={line},title=ArchRepair::The failures point at block layer1.1"), ending.ToString());
        Assert.That(without.Output, Does.Not.Contain("::notice"), without.ToString());
    }

    [Test]
    public void Weights_of_a_PyTorch_checkpoint_give_the_same_answers()
    {
        var ending = tiny.Run("check", "--no-build", "--weights", "healthy.pth");
        var inspected = tiny.Run("inspect", "--no-build", "--weights", "healthy.pth");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Match(@"clean +(\S+ %) +\1 +≈ 0\.0 .* 0 +0 +150"), ending.ToString());
        Assert.That(inspected.Output, Does.Contain("every tensor fits"), inspected.ToString());
    }

    [Test]
    public void A_project_that_brings_an_older_library_of_ours_is_exit_4_with_its_cure()
    {
        using var older = new TinyProject();
        var library = Directory.CreateDirectory(Path.Combine(older.Root, "Hashing")).FullName;
        File.WriteAllText(Path.Combine(library, "Hashing.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><AssemblyName>System.IO.Hashing</AssemblyName><AssemblyVersion>4.0.0.0</AssemblyVersion></PropertyGroup>
            </Project>
            """);
        File.WriteAllText(older.ProjectFile, TinyProject.ProjectText("net10.0").Replace("<PackageReference Include=\"TorchSharp\"", "<ProjectReference Include=\"../Hashing/Hashing.csproj\" />\n<PackageReference Include=\"TorchSharp\"", StringComparison.Ordinal));

        var ending = older.Run("check");

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("error AR0412: ").And.Contain("Reference System.IO.Hashing in the version named there, or a newer one"));
    }

    [Test]
    public void Command_line_and_settings_name_the_same_model()
    {
        var named = tiny.Run("check", "--no-build", "--project", "../Tiny", "--type", "Tiny.Net", "--factory", "Create");
        var built = tiny.Run("check", "--project", Path.Combine(tiny.Folder, "bin", "Debug", "net10.0", "Tiny.dll"), "--type", "Net");

        Assert.That(named.Code, Is.Zero, named.ToString());
        Assert.That(built.Code, Is.Zero, built.ToString());
    }

    [Test]
    public void Blocks_named_by_patterns_are_what_is_ranked()
    {
        var settings = Path.Combine(tiny.Gate, "blocks.json");
        File.WriteAllText(settings, File.ReadAllText(Path.Combine(tiny.Gate, "archrepair.json")).Replace("\"classes\"", "\"blocks\": [\"layer?\"], \"classes\"", StringComparison.Ordinal));

        var ranked = tiny.Run("localize", "blocks.json", "--no-build", "--weights", "damaged.safetensors");

        Assert.That(ranked.Code, Is.Zero, ranked.ToString());
        Assert.That(ranked.Output + ranked.Error, Does.Contain("Most vulnerable block: layer1."));
        Assert.That(ranked.Output, Does.Not.Contain("layer1.1"));
    }

    [Test]
    public void Changed_code_is_measured_again_and_not_remembered()
    {
        var source = Path.Combine(tiny.Folder, "Net.cs");
        try
        {
            File.WriteAllText(source, TinyProject.Source.Replace("fc.call(layer1", "fc.call(-layer1", StringComparison.Ordinal));
            var changed = tiny.Run("check");
            Assert.That(changed.Code, Is.EqualTo(1), changed.ToString());
        }
        finally
        {
            File.WriteAllText(source, TinyProject.Source);
            Assert.That(tiny.Run("check").Code, Is.Zero);
        }
    }

    [TestCase("Tiny.Nett", "AR0208", "did you mean 'Tiny.Net'?", 2)]
    [TestCase("Tiny.Throwing", "AR0210", "threw FileNotFoundException: no settings.ini.", 2)]
    public void A_type_that_is_no_model_is_exit_2_with_its_cure(string type, string code, string text, int exit)
    {
        var ending = tiny.Run("check", "--no-build", "--type", type);

        Assert.That(ending.Code, Is.EqualTo(exit), ending.ToString());
        Assert.That(ending.Error, Does.Contain($"error {code}: ").And.Contain(text));
    }

    [Test]
    public void A_model_without_blocks_says_what_a_block_is_and_how_to_name_one()
    {
        var ending = tiny.Run("localize", "--no-build", "--type", "Tiny.Blockless", "--weights", Blockless());

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0213: No blocks were found in Tiny.Blockless. A block is a unit with one image tensor in and one out").And.Contain("\"blocks\": [\"layer?.*\"]"));
    }

    [Test]
    public void A_pattern_for_a_model_without_blocks_is_refused_with_what_a_block_is()
    {
        var settings = Path.Combine(tiny.Gate, "blockless.json");
        File.WriteAllText(settings, File.ReadAllText(Path.Combine(tiny.Gate, "archrepair.json")).Replace("\"classes\"", "\"blocks\": [\"layer?.*\"], \"classes\"", StringComparison.Ordinal));

        var ending = tiny.Run("localize", "blockless.json", "--no-build", "--type", "Tiny.Blockless", "--weights", Blockless());

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0214: 'model.blocks' holds 'layer?.*', which fits no module; no module of this model can be a block. A block is a unit with one image tensor in and one out"));
    }

    [Test]
    public void A_project_that_does_not_build_shows_the_compilers_errors()
    {
        using var broken = new TinyProject();
        File.WriteAllText(Path.Combine(broken.Folder, "Broken.cs"), "class Broken { int x = \"text\"; }");

        var ending = broken.Run("check");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0207").And.Contain("Broken.cs(1,24): error CS0029"));
    }

    [Test]
    public void A_build_that_is_not_there_is_named()
    {
        using var unbuilt = new TinyProject();

        var ending = unbuilt.Run("check", "--no-build");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0207").And.Contain("leave --no-build out"));
    }

    [Test]
    public void A_framework_newer_than_the_tools_is_exit_4()
    {
        using var newer = new TinyProject();
        File.WriteAllText(newer.ProjectFile, TinyProject.ProjectText("net99.0"));

        var ending = newer.Run("check", "--no-build");

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0413").And.Contain("targets net99.0"));
    }

    [TestCase("\"TorchSharp/0.107.0\"", "\"TorchSharp/0.105.2\"", "AR0410", "references TorchSharp 0.105.2; this version of ArchRepair works with 0.107.0")]
    [TestCase("\"TorchSharp/0.107.0\"", "\"FlameSharp/0.107.0\"", "AR0410", "references no TorchSharp; add <PackageReference")]
    [TestCase("native/libtorch_cpu.so", "native/libtorch_gone.so", "AR0411", "Add <PackageReference Include=\"TorchSharp-cpu\" />")]
    public void A_dependency_graph_that_cannot_compute_is_exit_4_with_its_cure(string what, string with, string code, string text)
    {
        var copy = Directory.CreateDirectory(Path.Combine(tiny.Root, "copy-" + with.Trim('"').Replace('/', '-'))).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(tiny.Folder, "bin", "Debug", "net10.0"))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var graph = Path.Combine(copy, "Tiny.deps.json");
        File.WriteAllText(graph, Without(File.ReadAllText(graph), what, with));

        var ending = tiny.Run("check", "--project", Path.Combine(copy, "Tiny.dll"));

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain($"error {code}: ").And.Contain(text));
    }

    // A project without a backend: no native asset of the libtorch package is left in its graph.
    private static string Without(string json, string what, string with) => with.EndsWith("gone.so", StringComparison.Ordinal)
        ? json.Replace("\"libtorch-cpu-linux-x64/2.10.0\": {\n        \"runtimeTargets\"", "\"libtorch-cpu-linux-x64/2.10.0\": {\n        \"unused\"", StringComparison.Ordinal)
        : json.Replace(what, with, StringComparison.Ordinal);

    private string Blockless()
    {
        var path = Path.Combine(tiny.Gate, "blockless.safetensors");
        Engine.Formats.SafetensorsFile.Write(path,
        [
            new("fc.weight", Engine.Formats.StoredType.F32, [3, 3], new byte[36]), new("fc.bias", Engine.Formats.StoredType.F32, [3], new byte[12]),
        ]);
        return path;
    }
}
