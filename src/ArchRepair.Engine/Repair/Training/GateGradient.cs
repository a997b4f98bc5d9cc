using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// The gradient of the loss on the search part with respect to gates, one weight step ahead: second-order DARTS (Liu et al. 2019, arXiv
/// 1806.09055, equations 6 to 8). The virtual step is plain gradient descent, without momentum and decay.
/// </summary>
/// <param name="weights">w; come back as they were.</param>
/// <param name="gates">α.</param>
internal sealed class GateGradient(IReadOnlyList<Parameter> weights, IReadOnlyList<Parameter> gates)
{
    // ε = 0.01 / ‖v‖, as in the paper.
    private const double Step = 0.01;

    /// <summary>Leaves ∇α L_search(w − ξ·∇w L_fit) in the gates' <c>grad</c>.</summary>
    /// <param name="rate">ξ, the learning rate of the weights.</param>
    /// <param name="fit">Clears gradients, then leaves those of the loss on a fit batch; the same batch each time.</param>
    /// <param name="search">The same for a search batch.</param>
    /// <returns>The loss on the search batch after the virtual step.</returns>
    public double Compute(double rate, Func<double> fit, Func<double> search)
    {
        using var scope = NewDisposeScope();
        fit();
        var (start, slope) = (Copy(weights, value => value), Copy(weights, value => value.grad));
        Move(start, slope, -rate);
        var loss = search();
        var (direct, direction) = (Copy(gates, value => value.grad), Copy(weights, value => value.grad));
        Move(start, direction, 0);
        var indirect = HessianVectorProduct(start, direction, fit);
        using var noGrad = no_grad();
        foreach (var (gate, first, second) in gates.Zip(direct, indirect)) Hold(gate, first - (rate * second));
        return loss;
    }

    /// <summary>∇²(α,w) L·v ≈ (∇α L(w + ε·v) − ∇α L(w − ε·v)) / (2·ε), one tensor for each gate; in the caller's dispose scope.</summary>
    /// <param name="at">Values of w.</param>
    /// <param name="direction">v, one tensor for each weight.</param>
    /// <param name="loss">Clears gradients, then leaves those of L.</param>
    public IReadOnlyList<Tensor> HessianVectorProduct(IReadOnlyList<Tensor> at, IReadOnlyList<Tensor> direction, Func<double> loss)
    {
        var norm = Math.Sqrt(direction.Sum(part => part.square().sum().to(ScalarType.Float64).item<double>()));
        var epsilon = Step / Math.Max(norm, 1e-12);
        Move(at, direction, epsilon);
        loss();
        var above = Copy(gates, value => value.grad);
        Move(at, direction, -epsilon);
        loss();
        var below = Copy(gates, value => value.grad);
        Move(at, direction, 0);
        return [.. above.Zip(below, (plus, minus) => (plus - minus) / (2 * epsilon))];
    }

    private static List<Tensor> Copy(IReadOnlyList<Parameter> parameters, Func<Parameter, Tensor?> part) =>
        [.. parameters.Select(parameter => part(parameter)?.detach().clone() ?? zeros_like(parameter).requires_grad_(false))];

    private void Move(IReadOnlyList<Tensor> start, IReadOnlyList<Tensor> direction, double factor)
    {
        using var noGrad = no_grad();
        foreach (var (weight, from, along) in weights.Zip(start, direction))
        {
            weight.copy_(from);
            if (factor != 0) weight.add_(along, factor);
        }
    }

    private static void Hold(Parameter gate, Tensor gradient)
    {
        if (gate.grad is { } held) held.copy_(gradient);
    }
}
