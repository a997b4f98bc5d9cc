using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>Who says how many classes there are and what they are called: the settings, else the images.</summary>
[TestFixture]
public sealed class ClassesTests
{
    private const string Names = "\"disc\", \"square\", \"triangle\", \"cross\", \"ring\", \"bars\", \"half_disc\", \"crescent\", \"corner\", \"hourglass\"";
    private static readonly string[] Healthy = ["--weights", "weights/healthy.safetensors", "--images", "500"];
    private SampleFolder sample = null!;

    [SetUp]
    public void CopySample()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
    }

    [TearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void Without_names_of_classes_the_error_says_what_to_set_and_setting_it_cures()
    {
        File.Delete(Path.Combine(sample.Root, "data", "batches.meta.txt"));

        var unnamed = sample.Check(Healthy);
        Name(Names);
        var named = sample.Check(Healthy);

        Assert.That(unnamed.Code, Is.EqualTo(2), unnamed.ToString());
        Assert.That(unnamed.Error, Does.Contain("AR0204").And.Contain("'model.classes' is not set").And.Contain("batches.meta.txt").And.Contain("Set 'model.classes'"));
        Assert.That(unnamed.Error, Does.Not.Contain("classes is 0"));
        Assert.That(named.Code, Is.Zero, named.ToString());
    }

    [Test]
    public void Classes_in_another_order_than_the_images_own_are_refused()
    {
        Name(Names.Replace("\"disc\", \"square\"", "\"square\", \"disc\"", StringComparison.Ordinal));

        var ending = sample.Check(Healthy);

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0204").And.Contain("another order: class 0 is 'square', but 'disc' in the images' own list"));
    }

    private void Name(string classes) => sample.Replace("\"architecture\": \"resnet14\",", $"\"architecture\": \"resnet14\", \"classes\": [{classes}],");
}
