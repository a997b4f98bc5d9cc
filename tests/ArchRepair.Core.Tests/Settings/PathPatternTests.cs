using ArchRepair.Core.Settings;

namespace ArchRepair.Core.Tests.Settings;

[TestFixture]
public sealed class PathPatternTests
{
    [TestCase("layer?.*", "layer1.0", true)]
    [TestCase("layer?.*", "layer12.0", false)]
    [TestCase("layer?.*", "layer1.0.conv1", false)]
    [TestCase("layer?.*", "layer1", false)]
    [TestCase("*", "conv1", true)]
    [TestCase("*", "layer1.0", false)]
    [TestCase("**", "layer1.0.conv1", true)]
    [TestCase("**.conv?", "layer1.0.conv1", true)]
    [TestCase("layer1.**", "layer1.0.conv1", true)]
    [TestCase("layer1.0", "layer1.0", true)]
    [TestCase("layer1.0", "layer1x0", false)]
    [TestCase("layer?0", "layer.0", false)]
    [TestCase("*er*", "layer1", true)]
    [TestCase("Layer1", "layer1", false)]
    [TestCase("", "", true)]
    public void A_pattern_fits_whole_paths_only(string pattern, string path, bool fits) => Assert.That(PathPattern.Fits(pattern, path), Is.EqualTo(fits));
}
