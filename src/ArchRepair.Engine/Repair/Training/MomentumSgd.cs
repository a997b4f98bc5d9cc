using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// Stochastic gradient descent with Nesterov momentum 0.9 and weight decay: v ← 0.9·v + g + decay·w; w ← w − rate·(g + decay·w + 0.9·v).
/// Our own, because its state must go into a checkpoint by name and come back bit by bit.
/// </summary>
internal sealed class MomentumSgd : IDisposable
{
    private const double Momentum = 0.9;
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly double decay;

    public MomentumSgd(IReadOnlyList<Parameter> parameters, double decay)
    {
        (this.parameters, this.decay) = (parameters, decay);
        Velocities = [.. parameters.Select(parameter => zeros_like(parameter).requires_grad_(false).DetachFromDisposeScope())];
    }

    /// <summary>v of each parameter, in order.</summary>
    public IReadOnlyList<Tensor> Velocities { get; }

    /// <summary>One step along the gradients that the parameters hold; those without a gradient stay.</summary>
    public void Step(double rate)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (parameter, velocity) in parameters.Zip(Velocities))
        {
            if (parameter.grad is not { } gradient) continue;
            // Vectors are norms, biases and gates: decay would pull them from what they mean, and is for kernels only.
            var pull = parameter.dim() > 1 ? gradient.add(parameter, decay) : gradient;
            velocity.mul_(Momentum).add_(pull);
            parameter.sub_(pull.add(velocity, Momentum).mul_(rate));
        }
    }

    public void Dispose()
    {
        foreach (var velocity in Velocities) velocity.Dispose();
    }
}
