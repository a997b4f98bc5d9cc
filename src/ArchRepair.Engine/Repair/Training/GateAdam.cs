using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>Adam with β₁ = 0.5 and β₂ = 0.999 for architecture weights (Kingma and Ba 2015; the betas of Liu et al. 2019).</summary>
internal sealed class GateAdam : IDisposable
{
    private const double Beta1 = 0.5;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private readonly IReadOnlyList<Parameter> parameters;

    public GateAdam(IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        Means = [.. parameters.Select(parameter => zeros_like(parameter).requires_grad_(false).DetachFromDisposeScope())];
        Squares = [.. parameters.Select(parameter => zeros_like(parameter).requires_grad_(false).DetachFromDisposeScope())];
    }

    public IReadOnlyList<Tensor> Means { get; }

    public IReadOnlyList<Tensor> Squares { get; }

    /// <summary>One step along the gradients that the gates hold.</summary>
    /// <param name="count">Steps before this one.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(int count, double rate)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (correction1, correction2) = (1 - Math.Pow(Beta1, count + 1), 1 - Math.Pow(Beta2, count + 1));
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].grad is not { } gradient) continue;
            Means[i].mul_(Beta1).add_(gradient, 1 - Beta1);
            Squares[i].mul_(Beta2).add_(gradient.square(), 1 - Beta2);
            parameters[i].sub_(Means[i].div(correction1).mul_(rate).div_(Squares[i].div(correction2).sqrt_().add_(Epsilon)));
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Means.Concat(Squares)) tensor.Dispose();
    }
}
