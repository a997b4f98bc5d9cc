using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class CatalogTests
{
    [Test]
    public void The_nineteen_stand_in_published_order_with_their_families()
    {
        var catalog = CorruptionCatalog.Default;
        Assert.That(catalog.Standard.Select(c => c.Name), Is.EqualTo(CorruptionNames.Standard));
        Assert.That(catalog.Extra.Select(c => c.Name), Is.EqualTo(CorruptionNames.Extra));
        Assert.That(catalog.All.Select(c => c.Name), Is.EqualTo(CorruptionNames.All));
        foreach (var corruption in catalog.All)
            Assert.That(corruption.Family.ToString(), Is.EqualTo(CorruptionNames.FamilyOf(corruption.Name)).IgnoreCase);
    }

    [Test]
    public void Only_frost_without_photographs_is_a_substitute() =>
        Assert.That(CorruptionCatalog.Default.All.Where(c => c.IsSubstitute).Select(c => c.Name), Is.EqualTo(new[] { "frost" }));

    [TestCase("gausian_noise", "gaussian_noise")]
    [TestCase("JPEG", "fog")]
    [TestCase("Jpeg_Compression", "jpeg_compression")]
    [TestCase("motion", "motion_blur")]
    public void An_unknown_name_is_answered_with_the_nearest(string name, string nearest) =>
        Assert.That(() => CorruptionCatalog.Default.Get(name), Throws.ArgumentException.With.Message.Contains($"\"{name}\"; the nearest name is {nearest}."));

    [Test]
    public void A_user_s_corruption_joins_the_extra_ones_of_a_new_catalog()
    {
        var catalog = CorruptionCatalog.Default.With(new UpsideDown());
        Assert.That(catalog.Get("upside_down"), Is.TypeOf<UpsideDown>());
        Assert.That(catalog.Extra[^1].Name, Is.EqualTo("upside_down"));
        Assert.That(catalog.Standard, Has.Count.EqualTo(15));
        Assert.That(CorruptionCatalog.Default.TryGet("upside_down", out _), Is.False);
        Assert.That(() => catalog.With(new UpsideDown()), Throws.ArgumentException.With.Message.Contains("already"));
    }

    [Test]
    public void A_user_s_corruptions_are_found_in_their_assembly()
    {
        var found = UserCorruptions.In(typeof(UpsideDown).Assembly);
        Assert.That(found.Select(c => c.Name), Is.EqualTo(new[] { "upside_down" }));
        Assert.That(CorruptionCatalog.Default.WithThoseIn(typeof(UpsideDown).Assembly).All, Has.Count.EqualTo(20));
    }

    [Test]
    public void A_name_that_cannot_be_a_folder_is_refused([Values("", "My Noise", "a/b", "ä", "UPPER")] string name) =>
        Assert.That(() => CorruptionCatalog.Default.With(new Misnamed(name)), Throws.ArgumentException.With.Message.Contains("cannot name"));

    [Test]
    public void A_type_without_plain_constructor_is_the_user_s_mistake()
    {
        // The assembly of the engine has internal corruptions only, so none is found there.
        Assert.That(UserCorruptions.In(typeof(CorruptionCatalog).Assembly), Is.Empty);
        var assembly = DynamicAssembly.WithCorruptionLackingConstructor();
        Assert.That(() => UserCorruptions.In(assembly), Throws.TypeOf<ArchRepairException>().With.Message.Contains("no public constructor"));
    }

    [TestCase(28, "CIFAR")]
    [TestCase(32, "CIFAR")]
    [TestCase(45, "CIFAR")]
    [TestCase(46, "Tiny-ImageNet")]
    [TestCase(64, "Tiny-ImageNet")]
    [TestCase(119, "Tiny-ImageNet")]
    [TestCase(120, "ImageNet")]
    [TestCase(224, "ImageNet")]
    [TestCase(600, "ImageNet")]
    public void Parameters_follow_the_size(int side, string expected)
    {
        var set = ParameterSet.For(ImageSize.Square(side));
        Assert.That(set.Name, Is.EqualTo(expected));
        Assert.That(set.IsExactFor(ImageSize.Square(side)), Is.EqualTo(side is 32 or 64 or 224));
    }

    private sealed class Misnamed(string name) : ICorruption
    {
        public string Name => name;

        public CorruptionFamily Family => CorruptionFamily.Digital;

        public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws) => image.CopyTo(output);
    }
}
