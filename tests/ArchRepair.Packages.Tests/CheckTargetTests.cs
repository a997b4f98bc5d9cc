using ArchRepair.Packages.Tests.Support;

namespace ArchRepair.Packages.Tests;

/// <summary>Real builds of the scenario folders against the packed ArchRepair.MSBuild: the check.</summary>
[TestFixture, Category("Slow")]
public sealed class CheckTargetTests
{
    [Test]
    public void Gate_a_failing_check_is_red_and_each_line_leads_to_the_limit_that_was_broken()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Gate");

        var ending = scenario.Build("-t:ArchRepairCheck");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Match(@"archrepair\.json\(16,5\): error AR0001: gaussian_noise/1 "), "where gate.maxCellDrop stands");
        Assert.That(ending.Output, Does.Match(@"archrepair\.json\(15,5\): error AR0002: "), "where gate.maxDrop stands");
        Assert.That(scenario.Stamps, Is.Empty);
    }

    [Test]
    public void Incremental_only_a_pass_is_remembered()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Incremental");
        var watched = Path.Combine(scenario.Folder, "watched.safetensors");
        var sample = Path.Combine(PackedPackages.Workplace.Projects, "sample");

        File.Copy(Path.Combine(sample, "candidate.safetensors"), watched);
        var failed = scenario.Build("-t:ArchRepairCheck");
        var failedAgain = scenario.Build("-t:ArchRepairCheck");
        File.Copy(Path.Combine(sample, "healthy.safetensors"), watched, overwrite: true);
        File.SetLastWriteTimeUtc(watched, DateTime.UtcNow);
        var passed = scenario.Build("-t:ArchRepairCheck");
        var skipped = scenario.Build("-t:ArchRepairCheck");
        var otherOptions = scenario.Build("-t:ArchRepairCheck", "-p:ArchRepairSeed=0");
        File.SetLastWriteTimeUtc(watched, DateTime.UtcNow);
        var touched = scenario.Build("-t:ArchRepairCheck");
        var cleaned = scenario.Build("-t:Clean");

        Assert.That((failed.Code, failed.Checks, failedAgain.Code, failedAgain.Checks), Is.EqualTo((1, 1, 1, 1)), $"{failed}{failedAgain}");
        Assert.That((passed.Code, passed.Checks), Is.EqualTo((0, 1)), passed.ToString());
        Assert.That((skipped.Code, skipped.Checks), Is.EqualTo((0, 0)), skipped.ToString());
        Assert.That(otherOptions.Checks, Is.EqualTo(1), "what passed with one set of options says nothing about another");
        Assert.That((touched.Code, touched.Checks), Is.EqualTo((0, 1)), touched.ToString());
        Assert.That((cleaned.Code, scenario.Stamps.Count), Is.EqualTo((0, 0)), cleaned.ToString());
    }

    [Test]
    public void CheckOnBuild_is_opt_in_and_silent_in_design_time_builds()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "CheckOnBuild");

        var plain = scenario.Build();
        var designTime = scenario.Build("--no-restore", "-p:ArchRepairCheckOnBuild=true", "-p:DesignTimeBuild=true");
        var visualStudio = scenario.Build("--no-restore", "-p:ArchRepairCheckOnBuild=true", "-p:BuildingProject=false");
        var explicitDesignTime = scenario.Build("--no-restore", "-t:ArchRepairCheck", "-p:DesignTimeBuild=true");
        var asked = scenario.Build("--no-restore", "-p:ArchRepairCheckOnBuild=true");

        foreach (var quiet in new[] { plain, designTime, visualStudio, explicitDesignTime })
            Assert.That((quiet.Code, quiet.Checks), Is.EqualTo((0, 0)), quiet.ToString());
        Assert.That((asked.Code, asked.Checks), Is.EqualTo((1, 1)), asked.ToString());
        Assert.That(asked.Output, Does.Contain("error AR0001"));
    }

    [Test]
    public void AcceptedRepair_a_build_whose_check_repairs_ships_the_repaired_model()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "AcceptedRepair");

        var accepted = scenario.Build("-p:ArchRepairAcceptRepair=true");
        var skipped = scenario.Build("-p:ArchRepairAcceptRepair=true");

        Assert.That((accepted.Code, accepted.Checks), Is.EqualTo((0, 2)), $"the model and its repair are measured\n{accepted}");
        Assert.That(accepted.Output, Does.Contain("Accepted: ").And.Contain("shipped repaired.safetensors").And.Match(": warning AR000[12]: ").And.Not.Contain(": error AR"), accepted.ToString());
        Assert.That(Path.Combine(scenario.Folder, "reports", "repaired.safetensors"), Does.Exist);
        Assert.That((skipped.Code, skipped.Checks), Is.EqualTo((0, 0)), skipped.ToString());
        Assert.That(skipped.Output, Does.Contain("shipped repaired.safetensors"), skipped.ToString());
    }

    [Test]
    public void Severity_warnings_let_the_build_pass_until_they_are_promoted()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Severity");

        var warned = scenario.Build("-t:ArchRepairCheck");
        var again = scenario.Build("-t:ArchRepairCheck");
        var one = scenario.Build("-t:ArchRepairCheck", "-warnaserror:AR0001");
        var all = scenario.Build("-t:ArchRepairCheck", "-p:MSBuildTreatWarningsAsErrors=true");
        var compilerOnly = scenario.Build("-t:ArchRepairCheck", "-p:TreatWarningsAsErrors=true");

        Assert.That(warned.Code, Is.Zero, warned.ToString());
        Assert.That(warned.Output, Does.Contain(": warning AR0001: ").And.Not.Contain(": error AR"));
        Assert.That((again.Code, again.Checks), Is.EqualTo((0, 1)), "a warning is no pass: the next build asks again");
        Assert.That(one.Code, Is.EqualTo(1), one.ToString());
        Assert.That(one.Output, Does.Contain(": error AR0001: ").And.Contain(": warning AR0002: "));
        Assert.That(all.Code, Is.EqualTo(1), all.ToString());
        Assert.That(compilerOnly.Code, Is.Zero, "that property is the compiler's");
    }

    [Test]
    public void MultiTargeting_checks_once_for_the_project()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "MultiTargeting");
        PackedPackages.Workplace.AllowBuildCache(scenario.Folder);

        var target = scenario.Build("-t:ArchRepairCheck");
        var skipped = scenario.Build("-t:ArchRepairCheck");
        scenario.Build("-t:Clean");
        var build = scenario.Build("-p:ArchRepairCheckOnBuild=true");
        var otherFramework = scenario.Build("-p:ArchRepairCheckOnBuild=true", "-f", "netstandard2.0", "-p:ArchRepairSeed=0");

        Assert.That((target.Code, target.Checks), Is.EqualTo((0, 1)), target.ToString());
        Assert.That((skipped.Code, skipped.Checks), Is.EqualTo((0, 0)), skipped.ToString());
        Assert.That((build.Code, build.Checks), Is.EqualTo((0, 1)), build.ToString());
        Assert.That((otherFramework.Code, otherFramework.Checks), Is.EqualTo((0, 0)), "the first framework's build checks");
    }

    [Test]
    public void Paths_with_blanks_signs_and_letters_beyond_ASCII_work()
    {
        var scenario = new Scenario(PackedPackages.Workplace, "Wörter mit Leerzeichen & Zeichen");
        File.Copy(Path.Combine(PackedPackages.Workplace.Projects, "sample", "healthy.safetensors"), Path.Combine(scenario.Folder, "gesund & größer.safetensors"));

        var ending = scenario.Build("-t:ArchRepairCheck", "-p:ArchRepairWeights=gesund & größer.safetensors", "-p:ArchRepairReportDirectory=Berichte für alle");
        var failed = scenario.Build("-t:ArchRepairCheck");

        Assert.That((ending.Code, ending.Checks), Is.EqualTo((0, 1)), ending.ToString());
        Assert.That(Path.Combine(scenario.Folder, "Berichte für alle", "report.md"), Does.Exist);
        Assert.That(failed.Output, Does.Contain($"{scenario.Settings}(16,5): error AR0001: "), failed.ToString());
    }

    [Test]
    public void Consumer_a_project_that_references_the_models_project_has_no_gate()
    {
        _ = new Scenario(PackedPackages.Workplace, "Consumer");
        var folder = Path.Combine(PackedPackages.Workplace.Projects, "Consumer", "Application");

        var build = PackedPackages.Workplace.Dotnet(folder, "build", "-nologo", "-tl:off");
        var target = PackedPackages.Workplace.Dotnet(folder, "build", "-nologo", "-tl:off", "-t:ArchRepairCheck");

        Assert.That((build.Code, build.Checks), Is.EqualTo((0, 0)), build.ToString());
        Assert.That(target.Output, Does.Contain("MSB4057"), target.ToString());
    }
}
