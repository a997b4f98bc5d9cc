using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Several small models as users write them, with fields in every style; one type a file would hide how they compare.
namespace ArchRepair.Engine.Tests.Projects.Zoo;

/// <summary>A residual block with fields of concrete types.</summary>
public sealed class Residual : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly Sequential? downsample;

    public Residual(int inputs, int outputs, int stride)
        : base(nameof(Residual))
    {
        conv1 = Conv2d(inputs, outputs, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(outputs);
        conv2 = Conv2d(outputs, outputs, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(outputs);
        if (stride > 1 || inputs != outputs) downsample = Sequential(("0", Conv2d(inputs, outputs, 1, stride, bias: false)), ("1", BatchNorm2d(outputs)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = functional.relu(bn1.call(conv1.call(input)));
        return functional.relu(bn2.call(conv2.call(inner)) + (downsample is null ? input : downsample.call(input))).MoveToOuterDisposeScope();
    }
}

/// <summary>Stem, stages of residual blocks in Sequential, pooling by functions: a ResNet as everybody writes it.</summary>
public class ResidualNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1, layer2;
    private readonly Linear fc;

    public ResidualNet()
        : base(nameof(ResidualNet))
    {
        conv1 = Conv2d(3, 8, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(8);
        layer1 = Sequential(("0", new Residual(8, 8, 1)), ("1", new Residual(8, 8, 1)));
        layer2 = Sequential(("0", new Residual(8, 16, 2)), ("1", new Residual(16, 16, 1)));
        fc = Linear(16, 4);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = layer2.call(layer1.call(functional.relu(bn1.call(conv1.call(input)))));
        return fc.call(functional.adaptive_avg_pool2d(features, 1).flatten(1)).MoveToOuterDisposeScope();
    }
}

/// <summary>A dense layer: its input comes back beside what it adds, joined outside of it.</summary>
public sealed class DenseLayer : Module<Tensor, Tensor>
{
    private readonly BatchNorm2d norm1, norm2;
    private readonly Conv2d conv1, conv2;

    public DenseLayer(int inputs, int growth)
        : base(nameof(DenseLayer))
    {
        norm1 = BatchNorm2d(inputs);
        conv1 = Conv2d(inputs, 2 * growth, 1, bias: false);
        norm2 = BatchNorm2d(2 * growth);
        conv2 = Conv2d(2 * growth, growth, 3, padding: 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => conv2.call(functional.relu(norm2.call(conv1.call(functional.relu(norm1.call(input))))));
}

/// <summary>A dense block in ModuleList, and a transition.</summary>
public sealed class DenseNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv0;
    private readonly DenseBlock block1, block2;
    private readonly Sequential transition1;
    private readonly Linear classifier;

    public DenseNet()
        : base(nameof(DenseNet))
    {
        conv0 = Conv2d(3, 8, 3, padding: 1);
        block1 = new DenseBlock(8, 4, 2);
        transition1 = Sequential(("norm", BatchNorm2d(16)), ("relu", ReLU()), ("conv", Conv2d(16, 8, 1)), ("pool", AvgPool2d(2, 2)));
        block2 = new DenseBlock(8, 4, 2);
        classifier = Linear(16, 4);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        classifier.call(block2.call(transition1.call(block1.call(conv0.call(input)))).mean([2, 3]));
}

/// <summary>Each layer sees everything in front of it.</summary>
public sealed class DenseBlock : Module<Tensor, Tensor>
{
    private readonly ModuleList<DenseLayer> layers = [];

    public DenseBlock(int inputs, int growth, int count)
        : base(nameof(DenseBlock))
    {
        for (var i = 0; i < count; i++) layers.Add(new DenseLayer(inputs + (i * growth), growth));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var features = input;
        foreach (var layer in layers) features = cat([features, layer.call(features)], 1);
        return features;
    }
}

/// <summary>LeNet's kind: convolutions without padding in the root, pooling by functions.</summary>
public sealed class PlainNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1 = Conv2d(3, 6, 5);
    private readonly Module<Tensor, Tensor> conv2 = Conv2d(6, 16, 5);
    private readonly Module<Tensor, Tensor> fc1 = Linear(16 * 5 * 5, 20);
    private readonly Module<Tensor, Tensor> fc2 = Linear(20, 4);

    public PlainNet()
        : base(nameof(PlainNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var features = functional.max_pool2d(functional.relu(conv1.call(input)), 2);
        features = functional.max_pool2d(functional.relu(conv2.call(features)), 2);
        return fc2.call(functional.relu(fc1.call(features.view(features.shape[0], -1))));
    }
}

/// <summary>VGG's kind: everything in one Sequential, which is itself the model.</summary>
public static class VggNet
{
    public static Sequential Create() => Sequential(
        ("stage1", Sequential(("conv", Conv2d(3, 8, 3, padding: 1)), ("bn", BatchNorm2d(8)), ("relu", ReLU()), ("pool", MaxPool2d(2)))),
        ("stage2", Sequential(("conv", Conv2d(8, 16, 3, padding: 1)), ("bn", BatchNorm2d(16)), ("relu", ReLU()), ("pool", MaxPool2d(2)))),
        ("head", Sequential(("pool", AdaptiveAvgPool2d(1)), ("flat", Flatten()), ("fc", Linear(16, 4)))));

    public static int NotAModel() => 1;

    public static Module<Tensor, Tensor>? Nothing() => null;
}

/// <summary>Calls one of its blocks by forward: hooks do not run.</summary>
public sealed class ForwardCaller : Module<Tensor, Tensor>
{
    private readonly Residual seen = new(3, 8, 1);
    private readonly Residual unseen = new(8, 8, 1);
    private readonly Linear fc = Linear(8, 4);

    public ForwardCaller()
        : base(nameof(ForwardCaller)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc.call(unseen.forward(seen.call(input)).mean([2, 3]));
}

/// <summary>No convolution anywhere.</summary>
public sealed class Perceptron : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(3, 4);

    public Perceptron()
        : base(nameof(Perceptron)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc.call(input.mean([2, 3]));
}

/// <summary>One layer registered by hand under one name and by its field under another.</summary>
public sealed class TwiceRegistered : Module<Tensor, Tensor>
{
    private readonly Residual body = new(3, 8, 1);
    private readonly Linear _fc = Linear(8, 4);

    public TwiceRegistered()
        : base(nameof(TwiceRegistered))
    {
        register_module("classifier", _fc);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _fc.call(body.call(input).mean([2, 3]));
}

/// <summary>Uses one block for two purposes.</summary>
public sealed class SharedBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1);
    private readonly Residual block = new(8, 8, 1);
    private readonly Linear fc = Linear(8, 4);

    public SharedBlock()
        : base(nameof(SharedBlock)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc.call(block.call(block.call(stem.call(input))).mean([2, 3]));
}

/// <summary>Drops features whatever the mode.</summary>
public sealed class EternalDropout : Module<Tensor, Tensor>
{
    private readonly Residual body = new(3, 8, 1);
    private readonly Linear fc = Linear(8, 4);

    public EternalDropout()
        : base(nameof(EternalDropout)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc.call(functional.dropout(body.call(input), 0.5, training: true).mean([2, 3]));
}

/// <summary>Centres features by the batch that happens to be there.</summary>
public sealed class BatchCentred : Module<Tensor, Tensor>
{
    private readonly Residual body = new(3, 8, 1);
    private readonly Linear fc = Linear(8, 4);

    public BatchCentred()
        : base(nameof(BatchCentred)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var features = body.call(input).mean([2, 3]);
        return fc.call(features - features.mean([0], keepdim: true));
    }
}

/// <summary>Keeps what it computed in a field and reads it again: two threads on one instance would mix their images.</summary>
public sealed class Forgetful : Module<Tensor, Tensor>
{
    private readonly Residual body = new(3, 8, 1);
    private readonly Linear fc = Linear(8, 4);
    private Tensor? last;

    public Forgetful()
        : base(nameof(Forgetful)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        last = body.call(input);
        var early = last.mean([2, 3]);
        return fc.call(early + last.mean([2, 3]));
    }
}

/// <summary>Holds blocks in a list that TorchSharp does not look into.</summary>
public sealed class ForgottenList : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1);
    private readonly List<Residual> blocks = [new(8, 8, 1)];
    private readonly Linear fc = Linear(8, 4);

    public ForgottenList()
        : base(nameof(ForgottenList)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc.call(blocks.Aggregate(stem.call(input), (features, block) => block.call(features)).mean([2, 3]));
}

/// <summary>Never registers anything.</summary>
public sealed class Unregistered() : Module<Tensor, Tensor>(nameof(Unregistered))
{
    private readonly Linear fc = Linear(3, 4);

    public override Tensor forward(Tensor input) => fc.call(input.mean([2, 3]));
}

public sealed class Throwing : Module<Tensor, Tensor>
{
    public Throwing()
        : base(nameof(Throwing)) => throw new FileNotFoundException("settings.ini is not there.");

    public override Tensor forward(Tensor input) => input;
}

public sealed class GreyOnly : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(1, 8, 3);

    public GreyOnly()
        : base(nameof(GreyOnly)) => RegisterComponents();

    public override Tensor forward(Tensor input) => conv.call(input).mean([2, 3]);
}

public sealed class FeatureMap : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(3, 4, 3);

    public FeatureMap()
        : base(nameof(FeatureMap)) => RegisterComponents();

    public override Tensor forward(Tensor input) => conv.call(input);
}

public sealed class NeedsArguments(int classes) : Module<Tensor, Tensor>(nameof(NeedsArguments))
{
    public override Tensor forward(Tensor input) => input.mean([2, 3]).mul(classes);
}

public sealed class NoModule;

public abstract class AbstractNet() : Module<Tensor, Tensor>(nameof(AbstractNet));
