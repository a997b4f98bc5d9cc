using ArchRepair.Engine.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>Operations on whole networks that must not change what they compute.</summary>
public static class BlockSurgery
{
    /// <summary>
    /// Replaces a block by a module that must compute the same function at first, bit for bit, on <paramref name="probe"/>.
    /// When it does not, the original is put back.
    /// </summary>
    /// <param name="model">Compared in evaluation mode; comes back in the mode it had.</param>
    /// <param name="path">A replaceable block.</param>
    /// <param name="replacement">Becomes the network's own; the caller's again when this throws.</param>
    /// <param name="probe">Normalized images [N,3,H,W]; stays the caller's.</param>
    /// <returns>The module that stood there.</returns>
    /// <exception cref="InvalidOperationException">The logits differ.</exception>
    public static Module<Tensor, Tensor> ReplaceExactly(ChainClassifier model, string path, Module<Tensor, Tensor> replacement, Tensor probe)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor before, after;
        using (new EvaluationMode(model)) before = model.call(probe);
        var original = model.ReplaceBlock(path, replacement);
        using (new EvaluationMode(model)) after = model.call(probe);
        if (IsBitEqual(before, after)) return original;
        model.ReplaceBlock(path, original);
        var largest = after.sub(before).abs().max().item<float>();
        throw new InvalidOperationException($"The new {path} changes the network: logits differ by up to {largest:g3}.");
    }

    /// <summary>Whether two tensors have the same shape, type and bits.</summary>
    public static bool IsBitEqual(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.dtype != right.dtype || !left.shape.SequenceEqual(right.shape)) return false;
        using var scope = NewDisposeScope();
        return left.detach().cpu().contiguous().bytes.SequenceEqual(right.detach().cpu().contiguous().bytes);
    }

    /// <summary>A network of its own with the same architecture and the same numbers; shares no tensor.</summary>
    /// <param name="model">Its blocks may be replaced only where <paramref name="copyBlock"/> knows how to build them again.</param>
    /// <param name="copyBlock">
    /// Builds a module of the same structure as a replaced block's; its values are then overwritten. Null when no block is
    /// replaced.
    /// </param>
    /// <returns>In the same training mode and on the same device; the caller disposes it.</returns>
    /// <exception cref="InvalidOperationException">A block is replaced and <paramref name="copyBlock"/> is null, or it built something else.</exception>
    public static ChainClassifier Clone(ChainClassifier model, Func<Block, Module<Tensor, Tensor>, Module<Tensor, Tensor>>? copyBlock = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var onProcessor = new DefaultDevice(CPU);
        var clone = ArchitectureCatalog.Create(model.Specification);
        foreach (var block in model.Blocks.Where(block => block.IsReplaced))
        {
            if (copyBlock is null) throw new InvalidOperationException($"Block {block.Path} is replaced, and nothing was given that builds it again.");
            clone.ReplaceBlock(block.Path, copyBlock(block, model.ModuleOf(block.Index))).Dispose();
        }
        CopyNumbers(model, clone);
        return clone;
    }

    /// <summary>Gives a network of the same structure the numbers, device, mode and frozen parameters of another.</summary>
    internal static void CopyNumbers(ChainClassifier model, ChainClassifier clone)
    {
        var parameter = model.parameters().First();
        clone.to(parameter.device).to(parameter.dtype);
        var problems = WeightsLoader.Load(clone, model.state_dict());
        if (problems.Count > 0) throw new InvalidOperationException(string.Join(' ', problems.Select(problem => problem.Message)));
        foreach (var (own, source) in clone.parameters().Zip(model.parameters())) own.requires_grad_(source.requires_grad);
        clone.train(model.training);
    }
}
