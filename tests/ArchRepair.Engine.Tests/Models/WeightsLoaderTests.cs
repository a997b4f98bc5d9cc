using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Models;

public sealed class WeightsLoaderTests
{
    private ChainClassifier source = null!;
    private ChainClassifier target = null!;
    private Dictionary<string, Tensor> tensors = null!;

    [SetUp]
    public void MakeNetworks()
    {
        Backend.Require();
        source = Networks.Create("resnet8", seed: 3);
        target = Networks.Create("resnet8", seed: 4);
        tensors = source.state_dict();
    }

    [TearDown]
    public void DisposeNetworks()
    {
        source.Dispose();
        target.Dispose();
    }

    [Test]
    public void Fitting_weights_are_loaded_and_not_shared()
    {
        using var scope = NewDisposeScope();
        var images = Networks.Images(2, 32);

        Assert.That(WeightsLoader.Load(target, tensors), Is.Empty);

        source.eval();
        target.eval();
        var expected = source.call(images);
        using (no_grad()) tensors["conv1.weight"].zero_();
        Assert.That(BlockSurgery.IsBitEqual(target.call(images), expected));
    }

    [Test]
    public void Counters_of_batches_may_be_absent()
    {
        foreach (var name in tensors.Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList()) tensors.Remove(name);

        Assert.That(WeightsLoader.Load(target, tensors), Is.Empty);
    }

    [Test]
    public void Every_disagreement_is_listed_with_names_and_shapes_and_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        var before = target.get_parameter("layer1.0.conv1.weight")!.clone();
        tensors.Remove("bn1.weight");
        tensors["extra.bias"] = zeros(7);
        tensors["linear.weight"] = zeros(1, 64);
        tensors["linear.bias"] = zeros([10], dtype: ScalarType.Int64);

        var problems = WeightsLoader.Load(target, tensors);

        Assert.That(problems.Select(problem => (problem.Kind, problem.Name)), Is.EqualTo(new[]
        {
            (WeightsProblemKind.Missing, "bn1.weight"),
            (WeightsProblemKind.Surplus, "extra.bias"),
            (WeightsProblemKind.Shape, "linear.weight"),
            (WeightsProblemKind.Type, "linear.bias"),
        }));
        Assert.That(problems[0].Message, Does.Contain("[16]"));
        Assert.That(problems[1].Message, Does.Contain("[7]"));
        Assert.That(problems[2].Message, Does.Contain("[1, 64]").And.Contain("[10, 64]"));
        Assert.That(BlockSurgery.IsBitEqual(target.get_parameter("layer1.0.conv1.weight")!, before));
    }

    [Test]
    public void Half_precision_weights_are_converted()
    {
        using var scope = NewDisposeScope();
        tensors["linear.bias"] = tensors["linear.bias"].to(ScalarType.Float16);

        Assert.That(WeightsLoader.Load(target, tensors), Is.Empty);
        Assert.That(target.get_parameter("linear.bias")!.dtype, Is.EqualTo(ScalarType.Float32));
    }

    [Test]
    public void Loading_leaves_no_tensor_behind()
    {
        var live = Backend.LiveTensors;

        WeightsLoader.Load(target, tensors);

        Assert.That(Backend.LiveTensors, Is.EqualTo(live));
    }
}
