using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>Which modules of a traced model could be blocks, and why others could not.</summary>
internal sealed class BlockUnits(ModuleTrace trace)
{
    private readonly Dictionary<Module, IReadOnlyList<Conv2d>> convolutions = new(ReferenceEqualityComparer.Instance);

    /// <summary>The one call of a module that has one image tensor in and one out; null when it is none such.</summary>
    public ModuleCall? Usable(Module module) => WhyNot(module) is null ? trace.CallsOf(module)[0] : null;

    /// <summary>Why a module cannot be a block, as the end of a sentence; null when it can.</summary>
    public string? WhyNot(Module module)
    {
        if (module is not Module<Tensor, Tensor>) return "is no Module<Tensor, Tensor>: a block has one tensor in and one out";
        var calls = trace.CallsOf(module);
        if (calls.Count == 0) return "is never called through 'call'; write 'block.call(x)' instead of 'block.forward(x)', which runs no hooks";
        if (calls.Count > 1) return $"is called {calls.Count} times for one image; a block is called once";
        var (input, output) = (calls[0].Input, calls[0].Output);
        if (input.Length != 4 || output.Length != 4) return $"maps {Shape(input)} to {Shape(output)}; a block maps [N,C,H,W] to [N,C',H',W']";
        if (input[0] != output[0]) return $"changes the number of images from {input[0]} to {output[0]}";
        if (output[2] > input[2] || output[3] > input[3] || output[2] < 1 || output[3] < 1)
            return $"enlarges {input[2]}×{input[3]} to {output[2]}×{output[3]}; a block keeps height and width or shrinks them";
        return HasConvolution(module) ? null : "holds no Conv2d; localization ranks the channels of convolutions";
    }

    public bool HasConvolution(Module module) => Convolutions(module).Count > 0;

    /// <summary>The convolutions of a unit, itself included.</summary>
    public IReadOnlyList<Conv2d> Convolutions(Module module)
    {
        if (!convolutions.TryGetValue(module, out var found))
            convolutions[module] = found = [.. module.modules().Prepend(module).OfType<Conv2d>().Distinct()];
        return found;
    }

    public static long Weights(Conv2d convolution) => convolution.weight.numel();

    private static string Shape(long[] shape) => $"[{string.Join(',', shape)}]";
}
