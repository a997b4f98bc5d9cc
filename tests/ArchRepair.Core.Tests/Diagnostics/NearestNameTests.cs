using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Core.Tests.Diagnostics;

[TestFixture]
public sealed class NearestNameTests
{
    [TestCase("resnet2O", "resnet20")]
    [TestCase("RESNET20", "resnet20")]
    [TestCase("resnet", "resnet20")]
    public void A_misspelt_name_finds_the_meant_one(string misspelt, string meant) =>
        Assert.That(NearestName.Find(misspelt, ["resnet20", "resnet56x", "vgg16"]), Is.EqualTo(meant));

    [Test]
    public void Something_else_entirely_finds_nothing() => Assert.That(NearestName.Find("zebra", ["fog", "snow"]), Is.Null);
}
