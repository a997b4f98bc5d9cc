using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

[TestFixture]
public sealed class CommandLineTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("archrepair-cli-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Help_lists_commands_and_exit_codes()
    {
        var ending = ToolProcess.Run(folder, "--help");

        Assert.That(ending.Code, Is.Zero);
        Assert.That(ending.Output, Does.Contain("check").And.Contain("baseline").And.Contain("130"));
    }

    [TestCase("check")]
    [TestCase("localize")]
    [TestCase("repair")]
    [TestCase("merge")]
    [TestCase("corrupt")]
    [TestCase("inspect")]
    [TestCase("report")]
    [TestCase("init")]
    [TestCase("doctor")]
    [TestCase("explain")]
    public void Every_commands_help_has_an_example(string command)
    {
        var ending = ToolProcess.Run(folder, command, "--help");

        Assert.That(ending.Code, Is.Zero);
        Assert.That(ending.Output, Does.Contain($"dotnet archrepair {command}"));
    }

    [TestCase("chek")]
    [TestCase("check", "--budget", "3")]
    [TestCase("check", "--threads", "none")]
    [TestCase("check", "--format", "xml")]
    [TestCase("explain", "AR9999")]
    [TestCase("check", "--repair", "--no-repair", "missing.json")]
    [TestCase("corrupt", "data")]
    [TestCase("report", "missing.json")]
    [TestCase("inspect", "--architecture", "resnet21")]
    public void A_wrong_command_line_is_exit_2_with_a_code(params string[] arguments)
    {
        var ending = ToolProcess.Run(folder, arguments);

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("error AR0"));
    }

    [Test]
    public void Settings_problems_are_listed_with_file_line_and_column()
    {
        File.WriteAllText(Path.Combine(folder, "archrepair.json"), "{\n  \"modell\": 1,\n  \"gate\": { \"alpha\": 3 }\n}");

        var ending = ToolProcess.Run(folder, "check");

        Assert.That(ending.Code, Is.EqualTo(2));
        Assert.That(ending.Error, Does.Contain("archrepair.json(2,3): error AR0102: 'modell' is not a setting; did you mean 'model'?"));
        Assert.That(ending.Error, Does.Contain("archrepair.json(3,22): error AR0103: 'gate.alpha' is 3"));
    }

    [Test]
    public void What_init_writes_is_valid_and_a_second_init_overwrites_nothing()
    {
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        File.WriteAllText(Path.Combine(folder, "models", "my-resnet56.pth"), "");

        var first = ToolProcess.Run(folder, "init");
        var text = File.ReadAllText(Path.Combine(folder, "archrepair.json"));
        var dry = ToolProcess.Run(folder, "check", "--dry-run");
        var second = ToolProcess.Run(folder, "init");

        Assert.That(first.Code, Is.Zero, first.ToString());
        Assert.That(text, Does.Contain("\"resnet56\"").And.Contain("models/my-resnet56.pth"));
        Assert.That(dry.Error, Does.Contain("AR0201").And.Not.Contain("AR0101"), "the file parses; only the data is missing");
        Assert.That(second.Code, Is.EqualTo(2));
        Assert.That(File.ReadAllText(Path.Combine(folder, "archrepair.json")), Is.EqualTo(text));
    }

    [Test]
    public void Explain_tells_cause_and_cure()
    {
        var ending = ToolProcess.Run(folder, "explain", "AR0302");

        Assert.That(ending.Code, Is.Zero);
        Assert.That(ending.Output, Does.Contain("Cause:").And.Contain("Cure:"));
    }

    [Test]
    public void Inspect_shows_blocks_and_costs_without_weights()
    {
        var ending = ToolProcess.Run(folder, "inspect", "--architecture", "resnet20");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("▣ layer1.0  BasicBlock").And.Contain("bn1  BatchNorm2d").And.Contain("269,722"), "ResNet-20 with option A has 269,722 parameters");
    }
}
