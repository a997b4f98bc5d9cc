using System.Diagnostics;

using ArchRepair.Tests;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>Real builds of a small project that imports the targets.</summary>
[TestFixture]
public sealed class MsBuildTests
{
    private SampleFolder sample = null!;

    [OneTimeSetUp]
    public void CreateProject()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
        var root = RealData.RepositoryRoot;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        File.WriteAllText(Path.Combine(sample.Root, "Model.proj"), $"""
            <Project>
              <PropertyGroup>
                <ArchRepairToolAssembly>{ToolProcess.Assembly}</ArchRepairToolAssembly>
                <ArchRepairTaskAssembly>{root}/src/ArchRepair.MSBuild/bin/{configuration}/netstandard2.0/ArchRepair.MSBuild.dll</ArchRepairTaskAssembly>
              </PropertyGroup>
              <Import Project="{root}/build/ArchRepair.MSBuild.props" />
              <Target Name="Build" />
              <Import Project="{root}/build/ArchRepair.MSBuild.targets" />
            </Project>
            """);
    }

    [OneTimeTearDown]
    public void RemoveProject() => sample.Dispose();

    [Test]
    public void A_passing_check_is_a_green_build()
    {
        var ending = Build("-t:ArchRepairCheck", "-p:ArchRepairOptions=--weights weights/healthy.safetensors");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
    }

    [Test]
    public void A_failing_check_is_a_red_build_with_clickable_lines()
    {
        var ending = Build("-t:ArchRepairCheck");

        Assert.That(ending.Code, Is.Not.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Match(@"archrepair\.json\([1-9]\d*,[1-9]\d*\): error AR000[12]: "));
    }

    [Test]
    public void A_check_on_build_is_opt_in_and_never_in_design_time_builds()
    {
        Assert.That(Build("-t:Build").Code, Is.Zero);
        Assert.That(Build("-t:Build", "-p:ArchRepairCheckOnBuild=true", "-p:DesignTimeBuild=true").Code, Is.Zero);
        Assert.That(Build("-t:Build", "-p:ArchRepairCheckOnBuild=true").Code, Is.Not.Zero);
    }

    [Test]
    public void A_tool_that_says_nothing_is_still_an_error()
    {
        var ending = Build("-t:ArchRepairCheck", $"-p:ArchRepairToolAssembly={MisbehavingWorker.Assembly}");

        Assert.That(ending.Code, Is.Not.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0501"));
    }

    [Test]
    public void ArchRepairFast_stops_early_or_measures_all_and_is_part_of_what_passed()
    {
        const string Healthy = "-p:ArchRepairWeights=weights/healthy.safetensors";
        foreach (var (fast, seen) in new[] { ("true", "of 500 images were measured"), ("false", "") })
        {
            var ending = Build("-t:ArchRepairCheck", Healthy, $"-p:ArchRepairFast={fast}");

            Assert.That(ending.Code, Is.Zero, ending.ToString());
            Assert.That(ending.Output, Does.Contain("Gate: Passed"), "neither may be skipped for what the other one passed");
            Assert.That(ending.Output, seen.Length > 0 ? Does.Contain(seen) : Does.Not.Contain("images were measured"));
        }
    }

    [Test]
    public void ArchRepairFast_is_true_false_or_empty()
    {
        var ending = Build("-t:ArchRepairCheck", "-p:ArchRepairFast=yes");

        Assert.That(ending.Code, Is.Not.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0105").And.Contain("ArchRepairFast is 'yes'"));
        Assert.That(ending.Output, Does.Not.Contain("Evaluating"));
    }

    private ToolEnding Build(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = sample.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // Work is seen done, whatever an earlier run left in the cache of who runs the tests.
        start.Environment["ARCHREPAIR_NO_CACHE"] = "1";
        foreach (var argument in (string[])["msbuild", "Model.proj", "-nologo", "-tl:off", "-nodeReuse:false", .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        return ToolProcess.Finish(process);
    }
}
