using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Shapes;

/// <summary>Adds features to all that came before it: 1×1 and 3×3 convolution, each behind normalization and ReLU (Huang et al. 2017).</summary>
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

    /// <param name="input">[N,C,H,W].</param>
    /// <returns>[N,growth,H,W]; the stage joins it with the input.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var narrow = conv1.call(functional.relu(norm1.call(input)));
        return conv2.call(functional.relu(norm2.call(narrow))).MoveToOuterDisposeScope();
    }
}
