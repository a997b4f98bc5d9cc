using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>What <c>inspect</c> shows of two files, and what it writes.</summary>
[TestFixture]
public sealed class InspectTests
{
    private SampleFolder sample = null!;

    [SetUp]
    public void CopySample() => sample = new SampleFolder();

    [TearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void Two_weights_files_stand_side_by_side_and_equal_structures_carry_no_mark()
    {
        var ending = ToolProcess.Run(sample.Root, "inspect", "--compare", "weights/healthy.safetensors");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("candidate.safetensors").And.Contain("healthy.safetensors").And.Contain("layer2.0"));
        var total = ending.Output.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(total[0], Is.EqualTo("all"));
        Assert.That((total[1], total[2]), Is.EqualTo((total[3], total[4])));
        Assert.That(ending.Output.Split('\n').Where(line => line.StartsWith('~') || line.StartsWith('+') || line.StartsWith('-')), Is.Empty);
    }

    [Test]
    public void A_python_module_is_written_where_the_option_says_and_other_formats_are_refused()
    {
        var ending = ToolProcess.Run(sample.Root, "inspect", "--emit-python", "net.py");
        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "net.py")), Does.Contain("class Network").And.Contain("load(\"candidate.safetensors\")").And.Contain("resnet14 for 10 classes"));

        var refused = ToolProcess.Run(sample.Root, "inspect", "--architecture", "resnet8", "--emit-python", "other.py");
        Assert.That(refused.Code, Is.EqualTo(2), refused.ToString());
        Assert.That(refused.Error, Does.Contain("AR0232"));
        Assert.That(File.Exists(Path.Combine(sample.Root, "other.py")), Is.False);
    }
}
