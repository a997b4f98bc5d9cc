using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>
/// Asks of a module whether everything that the model makes of an image passes through its input. If so, what is in front can be
/// computed once and kept while the rest is trained.
/// </summary>
/// <param name="root">In evaluation mode.</param>
/// <param name="images">[N,3,H,W], N ≥ 2; stays the caller's.</param>
internal sealed class CutTest(Module<Tensor, Tensor> root, Tensor images)
{
    private readonly Dictionary<Module, bool> answers = new(ReferenceEqualityComparer.Instance);
    private bool? canTell;

    public bool IsCut(Module<Tensor, Tensor> module)
    {
        if (!answers.TryGetValue(module, out var answer)) answers[module] = answer = CanTell() && !HasWayAround(module) && ComesBack(module);
        return answer;
    }

    // A model that computes without gradients would seem to have no way around anything.
    private bool CanTell() => canTell ??= DependsOnImages(detachedAt: null);

    private bool HasWayAround(Module<Tensor, Tensor> module) => DependsOnImages(module);

    // Autograd knows every path from images to logits; with one input cut off, none may be left.
    private bool DependsOnImages(Module<Tensor, Tensor>? detachedAt)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var frozen = root.parameters().Where(parameter => parameter.requires_grad).ToArray();
        foreach (var parameter in frozen) parameter.requires_grad = false;
        var hook = detachedAt?.register_forward_pre_hook((_, input) => input.detach());
        try
        {
            return root.call(images.detach().clone().requires_grad_(true)).requires_grad;
        }
        finally
        {
            hook?.remove();
            foreach (var parameter in frozen) parameter.requires_grad = true;
        }
    }

    // Paths that autograd does not see, such as a batch size taken from the images, show when the front runs on one empty image.
    private bool ComesBack(Module<Tensor, Tensor> module)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor? entering = null;
        var catcher = module.register_forward_pre_hook((_, input) =>
        {
            entering = input.clone().DetachFromDisposeScope(); // outlives the scopes of the project's own code
            return input;
        });
        Tensor expected;
        try
        {
            expected = root.call(images.clone());
        }
        finally
        {
            catcher.remove();
        }
        var injector = module.register_forward_pre_hook((_, _) => entering!.clone());
        try
        {
            return BlockSurgery.IsBitEqual(expected, root.call(zeros_like(images).narrow(0, 0, 1)));
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return false; // libtorch refused the shapes
        }
        finally
        {
            injector.remove();
            entering?.Dispose();
        }
    }
}
