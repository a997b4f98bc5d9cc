using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Models;

public sealed class ArchitectureCatalogTests
{
    [Test]
    public void An_unknown_name_is_answered_with_the_nearest_one()
    {
        Assert.That(ArchitectureCatalog.Problem("ResNet-20"), Does.Contain("did you mean 'resnet20'"));
        Assert.That(ArchitectureCatalog.Problem("resnet18_cifar"), Does.Contain("did you mean 'resnet18-cifar'"));
        Assert.That(ArchitectureCatalog.Problem("resnet20"), Is.Null);
    }

    [Test]
    public void A_wrong_specification_lists_all_its_problems()
    {
        var specification = new ModelSpecification("renset20", 1, new Normalization([0, 0], [1, 0, 1]), 4);

        Assert.That(specification.Problems().Count(), Is.EqualTo(5));
        Assert.That(() => ArchitectureCatalog.Create(specification), Throws.ArgumentException);
    }

    [Test]
    public void The_same_seed_gives_the_same_weights_and_leaves_the_global_generator_alone()
    {
        Backend.Require();
        using var scope = NewDisposeScope();
        var globalState = get_rng_state();
        using var first = Networks.Create("resnet8", seed: 5);
        using var second = Networks.Create("resnet8", seed: 5);
        using var other = Networks.Create("resnet8", seed: 6);

        Assert.That(BlockSurgery.IsBitEqual(get_rng_state(), globalState));
        Assert.That(BlockSurgery.IsBitEqual(first.get_parameter("conv1.weight")!, second.get_parameter("conv1.weight")!));
        Assert.That(BlockSurgery.IsBitEqual(first.get_parameter("conv1.weight")!, other.get_parameter("conv1.weight")!), Is.False);
    }

    [Test]
    public void Initial_weights_have_the_deviation_of_He()
    {
        Backend.Require();
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet18-cifar");

        var deviation = model.get_parameter("layer4.1.conv2.weight")!.std().item<float>();

        Assert.That(deviation, Is.EqualTo(Math.Sqrt(2.0 / (9 * 512))).Within(1e-4));
    }

    [Test]
    public void Normalization_is_that_of_the_formula()
    {
        Backend.Require();
        using var scope = NewDisposeScope();

        var normalized = Normalization.ImageNet.Apply(full([1, 3, 1, 1], 0.5f)); // (0.5 − mean) / std

        Assert.That(normalized.data<float>().ToArray(), Is.EqualTo(new[] { 0.015f / 0.229f, 0.044f / 0.224f, 0.094f / 0.225f }).Within(1e-6));
    }
}
