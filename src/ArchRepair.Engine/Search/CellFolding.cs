using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Search;

/// <summary>
/// Merges linear operations with their normalization into the convolution that they stand beside: same function, no cost. After
/// RepVGG (Ding et al. 2021, arXiv 2101.03697) and Diverse Branch Block (Ding et al. 2021, arXiv 2103.13425).
/// </summary>
internal static class CellFolding
{
    /// <summary>Whether an edge can fold exactly: linear, along one zero-padded convolution that is at least as wide and has the same stride.</summary>
    public static bool CanFold(CellBlock cell, CellEdge edge)
    {
        if (cell.Body.IsOpaque || edge.To != edge.From + 1 || edge.Gate is not null) return false;
        return CanFold(cell.Body.Steps[edge.From].Convolution, edge.Operation);
    }

    /// <summary>Folds what can be folded into the original's convolutions.</summary>
    /// <param name="cell">Evaluation statistics count: fold when training is over. Its original is changed; its folded edges must not be used again.</param>
    /// <returns>The edges that remain, in order.</returns>
    public static IReadOnlyList<CellEdge> Fold(CellBlock cell)
    {
        using var noGrad = no_grad();
        List<CellEdge> rest = [];
        foreach (var edge in cell.Edges)
        {
            if (CanFold(cell, edge)) FoldInto(cell.Body.Steps[edge.From], edge.Operation);
            else rest.Add(edge);
        }
        return rest;
    }

    public static bool CanFold(Conv2d convolution, CellOperation operation)
    {
        using var kernel = operation.LinearKernel();
        return kernel is not null && convolution.groups == 1
            && kernel.shape[2] <= convolution.kernel_size[0]
            && convolution.stride[0] == operation.Shape.Stride
            && convolution.in_channels == operation.Shape.Inputs && convolution.out_channels == operation.Shape.Outputs;
    }

    // γ·(K∗x − μ)/√(σ² + ε) + β added in front of the next normalization: the kernel gains (γ/√(σ² + ε))·K, and since that
    // normalization subtracts its own mean, a constant c = β − γ·μ/√(σ² + ε) is taken from that mean.
    private static void FoldInto(CellStep step, CellOperation operation)
    {
        using var scope = NewDisposeScope();
        var norm = operation.Norm;
        var scale = norm.weight!.div(norm.running_var!.add(norm.eps).sqrt()); // [C']
        var constant = norm.bias!.sub(scale.mul(norm.running_mean!));         // [C']
        var kernel = operation.LinearKernel()!.mul(scale.view(-1, 1, 1, 1));  // [C',C,k,k]
        var margin = (step.Convolution.kernel_size[0] - kernel.shape[2]) / 2;
        if (margin > 0) kernel = nn.functional.pad(kernel, [margin, margin, margin, margin]);
        step.Convolution.weight!.add_(kernel);
        step.Norm.running_mean!.sub_(constant);
    }
}
