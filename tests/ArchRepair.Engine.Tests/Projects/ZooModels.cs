using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;

namespace ArchRepair.Engine.Tests.Projects;

/// <summary>Makes classifiers of the zoo as a model project's are made.</summary>
internal static class ZooModels
{
    public const int Classes = 4;

    public static ProjectClassifier Create(string type, string factory = "", string[]? blocks = null, int size = 16, ulong seed = 1)
    {
        var name = "ArchRepair.Engine.Tests.Projects.Zoo." + type;
        var project = ProjectModel.Of(typeof(ZooModels).Assembly, new ModelProject("Zoo.csproj", name, factory), blocks ?? [], []);
        return (ProjectClassifier)ArchitectureCatalog.Create(new ModelSpecification(name, Classes, Engine.Models.Normalization.ImageNet, size) { Project = project }, seed);
    }
}
