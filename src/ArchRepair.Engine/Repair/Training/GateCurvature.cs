using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// The dominant eigenvalue of the Hessian ∇²α L by power iteration on products H·v ≈ (∇α L(α + ε·v) − ∇α L(α − ε·v)) / (2·ε) with ‖v‖ = 1.
/// </summary>
internal static class GateCurvature
{
    private const double Step = 1e-2;

    /// <param name="gates">α; come back as they were.</param>
    /// <param name="gradient">Clears gradients, then leaves those of the loss.</param>
    /// <param name="iterations">Products to compute, two gradients each.</param>
    /// <returns>The eigenvalue of greatest absolute value, as far as the iterations came; its sign is kept.</returns>
    public static double Dominant(IReadOnlyList<Parameter> gates, Action gradient, int iterations)
    {
        using var scope = NewDisposeScope();
        double[] start = [.. gates.Select(gate => gate.to(ScalarType.Float64).item<double>())];
        // All alike, with alternating signs so that no symmetry of the operations is orthogonal to it by accident.
        double[] direction = [.. gates.Select((_, index) => (index % 2 == 0 ? 1.0 : 0.5) / Math.Sqrt(gates.Count))];
        var eigenvalue = 0.0;
        try
        {
            for (var i = 0; i < iterations; i++)
            {
                direction = Scaled(direction, 1 / Math.Max(Norm(direction), 1e-12));
                var (above, below) = (At(gates, start, direction, Step, gradient), At(gates, start, direction, -Step, gradient));
                double[] product = [.. above.Zip(below, (plus, minus) => (plus - minus) / (2 * Step))];
                eigenvalue = product.Zip(direction, (left, right) => left * right).Sum(); // Rayleigh quotient, ‖v‖ = 1
                direction = product;
            }
        }
        finally
        {
            Set(gates, start, start, 0);
        }
        return eigenvalue;
    }

    private static double[] At(IReadOnlyList<Parameter> gates, double[] start, double[] direction, double step, Action gradient)
    {
        Set(gates, start, direction, step);
        gradient();
        using var scope = NewDisposeScope();
        return [.. gates.Select(gate => gate.grad is { } gradients ? gradients.to(ScalarType.Float64).item<double>() : 0)];
    }

    private static void Set(IReadOnlyList<Parameter> gates, double[] start, double[] direction, double step)
    {
        using var noGrad = no_grad();
        foreach (var (index, gate) in gates.Index()) gate.fill_(start[index] + (step * direction[index]));
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static double[] Scaled(double[] vector, double factor) => [.. vector.Select(value => value * factor)];
}
