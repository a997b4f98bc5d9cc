using System.Text;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;

namespace ArchRepair.Core.Tests.Settings;

[TestFixture]
public sealed class ModelProjectTests
{
    private const string Project = """ "project": "../Shapes/Shapes.csproj", "type": "Shapes.Net", "factory": "Create" """;

    [Test]
    public void A_project_is_read_relative_to_the_settings_file_and_gives_the_model_its_name()
    {
        var model = Read(Project + """, "blocks": ["layer?.*"]""").Model;

        Assert.That(model.Project, Is.EqualTo(new ModelProject(Path.GetFullPath("/work/Shapes/Shapes.csproj"), "Shapes.Net", "Create")));
        Assert.That(model.Architecture, Is.EqualTo("Shapes.Net"));
        Assert.That(model.Blocks, Is.EqualTo(new[] { "layer?.*" }));
    }

    [Test]
    public void The_command_line_goes_before_the_file_and_may_replace_an_architecture()
    {
        var given = new ModelOverride(Project: "/work/Other", Type: "Other.Net", Configuration: "Release", Framework: "net10.0");

        Assert.That(Read(Project, given).Model.Project, Is.EqualTo(new ModelProject(Path.GetFullPath("/work/Other"), "Other.Net", "Create", "Release", "net10.0")));
        Assert.That(Read(""" "architecture": "resnet20" """, given).Model.Architecture, Is.EqualTo("Other.Net"));
    }

    [TestCase(""" "project": "M.csproj" """, "AR0104", "'model.type' is missing")]
    [TestCase(""" "project": "M.csproj", "type": "M.Net", "architecture": "resnet20" """, "AR0103", "exclude each other")]
    [TestCase(""" "architecture": "resnet20", "type": "M.Net" """, "AR0104", "'model.project' is missing")]
    [TestCase(""" "typ": "M.Net", "project": "M.csproj", "type": "M.Net" """, "AR0102", "did you mean 'type'?")]
    public void Half_a_project_is_refused(string model, string code, string text)
    {
        var problem = Assert.Throws<ArchRepairException>(() => Read(model));

        Assert.That(problem.Diagnostics, Has.Count.EqualTo(1));
        Assert.That(problem.Diagnostics[0].Code, Is.EqualTo(code));
        Assert.That(problem.Diagnostics[0].Message, Does.Contain(text));
    }

    private static ArchRepairSettings Read(string model, ModelOverride? given = null) => SettingsReader.Parse(
        "/work/gate/archrepair.json",
        Encoding.UTF8.GetBytes($$"""{ "model": { {{model}}, "weights": "w.dat" }, "data": { "test": { "format": "cifar10", "path": "data" } } }"""), given);
}
