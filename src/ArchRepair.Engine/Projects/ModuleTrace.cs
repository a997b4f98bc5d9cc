using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>
/// Every call of a module with one tensor in and one out during a forward pass, seen by hooks. What is called by
/// <c>forward</c> instead of <c>call</c> is not seen: TorchSharp runs hooks in <c>call</c> only.
/// </summary>
internal sealed class ModuleTrace
{
    private readonly List<ModuleCall> calls = [];
    private readonly Dictionary<Module, string> paths = new(ReferenceEqualityComparer.Instance);

    private ModuleTrace(Module<Tensor, Tensor> root, Tensor images)
    {
        foreach (var (name, module) in root.named_modules()) paths.TryAdd(module, name);
        List<Action> removals = [];
        var entered = 0;
        try
        {
            foreach (var (module, path) in paths)
            {
                if (module is not Module<Tensor, Tensor> unit) continue;
                Stack<int> starts = [];
                var before = unit.register_forward_pre_hook((_, input) =>
                {
                    starts.Push(entered++);
                    return input;
                });
                var after = unit.register_forward_hook((_, input, output) =>
                {
                    calls.Add(new ModuleCall(path, unit, starts.Pop(), input.shape, output.shape, input.Handle, output.Handle));
                    return output;
                });
                removals.AddRange([before.remove, after.remove]);
            }
            Logits = root.call(images).shape;
        }
        finally
        {
            foreach (var remove in removals) remove();
        }
    }

    /// <summary>In the order in which they ended: parts before the whole.</summary>
    public IReadOnlyList<ModuleCall> Calls => calls;

    /// <summary>Shape of what the model returned.</summary>
    public long[] Logits { get; }

    /// <summary>Every module of the tree once, by its first name.</summary>
    public IEnumerable<(string Path, Module Module)> Modules => paths.Select(entry => (entry.Value, entry.Key));

    /// <summary>Runs the model once; its mode is the caller's business.</summary>
    /// <param name="images">[N,3,H,W], normalized; stays the caller's.</param>
    public static ModuleTrace Of(Module<Tensor, Tensor> root, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new ModuleTrace(root, images);
    }

    /// <summary>The calls of one module.</summary>
    public IReadOnlyList<ModuleCall> CallsOf(Module module) => [.. calls.Where(call => ReferenceEquals(call.Module, module))];

    /// <summary>The leaf that ran right after another one and took its very output; null when something else came between.</summary>
    public ModuleCall? Consumer(ModuleCall call)
    {
        ModuleCall? next = null;
        foreach (var other in calls)
            if (other.Entered > call.Entered && IsLeaf(other.Module) && (next is null || other.Entered < next.Entered)) next = other;
        return next?.InputHandle == call.OutputHandle ? next : null;
    }

    private static bool IsLeaf(Module module) => !module.children().Any();
}
