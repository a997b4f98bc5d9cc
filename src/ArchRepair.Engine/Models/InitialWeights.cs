using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>The customary random start of residual networks, from a generator of its own: the global one is left alone.</summary>
internal static class InitialWeights
{
    /// <summary>
    /// Convolutions: normal with deviation √(2 / (k·k·C_out)) (He et al. 2015, fan-out). Linear: uniform in ±1/√C_in.
    /// Normalizations keep weight 1 and bias 0.
    /// </summary>
    public static void Draw(nn.Module model, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(seed);
        foreach (var module in model.modules())
        {
            if (module is Convolution convolution)
            {
                var fanOut = convolution.out_channels * convolution.kernel_size.Aggregate(1L, (product, side) => product * side);
                convolution.weight!.copy_(randn(convolution.weight.shape, device: CPU, generator: generator).mul_(Math.Sqrt(2.0 / fanOut)));
            }
            else if (module is Linear linear)
            {
                var bound = 1 / Math.Sqrt(linear.in_features);
                linear.weight!.copy_(rand(linear.weight.shape, device: CPU, generator: generator).mul_(2 * bound).sub_(bound));
                linear.bias?.copy_(rand(linear.bias.shape, device: CPU, generator: generator).mul_(2 * bound).sub_(bound));
            }
        }
    }
}
