using System.Diagnostics;

using ArchRepair.Packages.Tests.Support;

namespace ArchRepair.Packages.Tests;

/// <summary>Real builds of the scenario folders against the packed ArchRepair.MSBuild: what stands around the check.</summary>
[TestFixture, Category("Slow")]
public sealed class OtherTargetTests
{
    private static readonly string[] Healthy = ["-p:ArchRepairWeights=../sample/healthy.safetensors"];

    [Test]
    public void Report_items_are_there_to_publish_after_a_failure_a_pass_and_a_skip()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Report");
        var published = Path.Combine(scenario.Folder, "published");

        var failed = scenario.Build("-t:ArchRepairCheck");
        Directory.Delete(published, recursive: true);
        var passed = scenario.Build(["-t:ArchRepairCheck", .. Healthy]);
        var skipped = scenario.Build(["-t:ArchRepairCheck", .. Healthy]);
        File.Delete(Path.Combine(scenario.Folder, "reports", "report.md"));
        var rendered = scenario.Build(["-t:ArchRepairReport", .. Healthy]);

        Assert.That(failed.Code, Is.EqualTo(1), failed.ToString());
        foreach (var ending in new[] { failed, passed, skipped, rendered })
            Assert.That(ending.Output, Does.Contain("published report.md").And.Contain("published result.json").And.Contain("published report.html"), ending.ToString());
        Assert.That((passed.Code, skipped.Code, rendered.Code, skipped.Checks, rendered.Checks), Is.EqualTo((0, 0, 0, 0, 0)));
        Assert.That(Path.Combine(published, "report.md"), Does.Exist);
        Assert.That(Path.Combine(scenario.Folder, "reports", "report.md"), Does.Exist, "rendered again");
    }

    [Test]
    public void Steps_localize_names_the_block_and_repair_brings_its_result()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Steps");

        var nothing = scenario.Build("-t:ArchRepairReport");
        var localized = scenario.Build("-t:ArchRepairLocalize");
        var repaired = scenario.Build("-t:ArchRepairRepair", "-p:ArchRepairStrategy=bn-recalibrate");

        Assert.That(nothing.Output, Does.Contain("error AR0109: "), nothing.ToString());
        Assert.That(localized.Code, Is.Zero, localized.ToString());
        Assert.That(localized.Output, Does.Match("Most vulnerable block: (layer[123]|stem|head)"));
        Assert.That(repaired.Output, Does.Contain("Repairing with 'bn-recalibrate'").And.Match("Accepted: |Rolled back: "), repaired.ToString());
        Assert.That(repaired.Code, Is.EqualTo(repaired.Output.Contains("Accepted: ", StringComparison.Ordinal) ? 0 : 1), repaired.ToString());
        Assert.That(Path.Combine(scenario.Folder, "reports", "result.json"), Does.Exist);
    }

    [Test]
    public void WrongSettings_are_all_named_where_they_stand()
    {
        var ending = new Scenario(PackedPackages.Workplace, "WrongSettings").Build("-t:ArchRepairCheck");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Match(@"archrepair\.json\(15,\d+\): error AR0103: ").And.Match(@"archrepair\.json\(16,\d+\): error AR0102: "));
        Assert.That(ending.Output, Does.Not.Contain("AR0501").And.Not.Contain("AR0107"));
    }

    [Test]
    public void ModelType_the_build_hands_the_projects_own_model_to_the_tool()
    {
        var workplace = PackedPackages.Workplace;
        var scenario = new Scenario(workplace, "ModelType");
        workplace.AllowBuildCache(scenario.Folder);
        var libTorch = new Dictionary<string, string> { ["ARCHREPAIR_LIBTORCH"] = workplace.LibTorch };

        var target = workplace.Dotnet(scenario.Folder, libTorch, "build", "-nologo", "-tl:off", "-t:ArchRepairCheck", "-p:UseSharedCompilation=false");
        var onBuild = workplace.Dotnet(scenario.Folder, libTorch, "build", "-nologo", "-tl:off", "-p:UseSharedCompilation=false");

        // The weights are another network's: the complaint names the tensors of the type that this project defines.
        foreach (var ending in new[] { target, onBuild })
        {
            Assert.That((ending.Code, ending.Checks), Is.EqualTo((1, 1)), ending.ToString());
            Assert.That(ending.Output, Does.Contain("Model -> ").And.Contain("error AR0203: ").And.Contain("first.weight"), ending.ToString());
            Assert.That(ending.Output, Does.Not.Contain("Building Model.csproj"), "what this build made is not built again");
        }
    }

    [Test]
    public void NoTool_says_how_to_install_it()
    {
        var outside = Directory.CreateDirectory(Path.Combine(PackedPackages.Workplace.Root, "without manifest")).FullName;

        var ending = new Scenario(PackedPackages.Workplace, "NoTool", outside).Build("-t:ArchRepairCheck");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Contain($"error AR0107: ").And.Contain($"dotnet tool install dotnet-archrepair --version {PackedPackages.Workplace.Version}"));
    }

    [Test]
    public void OtherVersion_of_the_package_is_refused_with_both_cures()
    {
        const string other = "9.9.9";
        var workplace = PackedPackages.Workplace;
        var build = Path.Combine(workplace.Root, "other version");
        workplace.Pack("src/ArchRepair.MSBuild", $"-p:Version={other}", $"-p:OutputPath={build}/bin/", $"-p:IntermediateOutputPath={build}/obj/");

        var ending = new Scenario(workplace, "OtherVersion").Build("-t:ArchRepairCheck", $"-p:ArchRepairVersion={other}");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Contain("error AR0106: ").And.Contain($"dotnet tool update dotnet-archrepair --version {other}").And.Contain($"reference ArchRepair.MSBuild {workplace.Version}"));
    }

    [Test, Platform(Exclude = "Win", Reason = "needs kill(1)")]
    public void Cancel_leaves_no_process_no_stamp_and_no_half_file()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Cancel");
        using var build = scenario.StartBuild("-t:ArchRepairCheck");
        var seen = "";
        while (build.StandardOutput.ReadLine() is { } line)
        {
            seen += line + "\n";
            if (line.Contains("Evaluating ", StringComparison.Ordinal)) break;
        }

        using (var kill = Process.Start("kill", ["-INT", $"{build.Id}"])) kill.WaitForExit();
        var ending = CommandRun.Finish(build);

        Assert.That(ending.Code, Is.Not.Zero, seen + ending);
        Assert.That(scenario.Stamps, Is.Empty);
        Assert.That(Directory.EnumerateFiles(scenario.Folder, "*.tmp-archrepair", SearchOption.AllDirectories), Is.Empty);
        Assert.That(ToolProcesses(), Is.Empty, seen + ending);
    }

    [Test]
    public void Timeout_a_check_past_its_time_is_ended_and_red()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Timeout");

        var ending = scenario.Build("-t:ArchRepairCheck", "-p:ArchRepairTimeoutMinutes=0.005");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Contain("error AR0108: ").And.Contain("ArchRepairTimeoutMinutes"));
        Assert.That(ToolProcesses(), Is.Empty, ending.ToString());
    }

    // Only processes of this workplace's own cache: the tool or its worker, wherever in its tree.
    private static IEnumerable<string> ToolProcesses() => Directory.Exists("/proc")
        ? Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains(PackedPackages.Workplace.Cache, StringComparison.Ordinal))
        : [];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or one that ended meanwhile
        }
    }
}
