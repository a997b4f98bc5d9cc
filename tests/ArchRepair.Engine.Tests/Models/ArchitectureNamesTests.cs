using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Tests.Models;

public sealed class ArchitectureNamesTests
{
    [Test]
    public void The_names_that_a_shell_completes_are_those_of_the_catalog() => Assert.That(ArchitectureNames.All, Is.EqualTo(ArchitectureCatalog.Names));
}
