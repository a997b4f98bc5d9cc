using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>What a shell gets from the directive <c>[suggest]</c>, one value a line.</summary>
[TestFixture]
public sealed class CompletionTests
{
    [TestCase("", new[] { "check", "localize", "repair", "init", "inspect" })]
    [TestCase("ch", new[] { "check" })]
    [TestCase("check --", new[] { "--weights", "--project", "--type", "--dry-run" })]
    [TestCase("inspect --architecture ", new[] { "resnet20", "resnet18-cifar" })]
    [TestCase("inspect --architecture resnet1", new[] { "resnet14", "resnet110", "resnet18", "resnet101" })]
    [TestCase("corrupt data out --corruptions ", new[] { "standard", "gaussian_noise", "jpeg_compression" })]
    [TestCase("corrupt data out --corruptions glass", new[] { "glass_blur" })]
    [TestCase("repair --strategy ", new[] { "archrepair", "bn-recalibrate", "last-layer" })]
    [TestCase("check --format ", new[] { "text", "json", "msbuild" })]
    [TestCase("check --device ", new[] { "cpu", "cuda", "auto" })]
    [TestCase("explain AR02", new[] { "AR0201", "AR0213" })]
    public void A_shell_completes_commands_options_and_values(string line, string[] expected)
    {
        var ending = ToolProcess.Run(Path.GetTempPath(), $"[suggest:{line.Length}]", line);

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Error, Is.Empty);
        var suggested = ending.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.That(suggested, Is.SupersetOf(expected));
        var typed = line[(line.LastIndexOf(' ') + 1)..];
        Assert.That(suggested.Where(value => !value.Contains(typed, StringComparison.OrdinalIgnoreCase)), Is.Empty, "only what fits what was typed");
    }
}
