using TorchSharp.Modules;

namespace ArchRepair.Engine.Projects;

/// <summary>The neuron layers of a found block: its convolutions, with what follows each of them.</summary>
internal static class BlockLayers
{
    private static readonly HashSet<string> Activations =
        ["ReLU", "ReLU6", "LeakyReLU", "GELU", "SiLU", "ELU", "CELU", "SELU", "Hardswish", "Mish", "PReLU", "Softplus", "Sigmoid", "Tanh"];

    public static IReadOnlyList<FoundLayer> Of(ModuleTrace trace, ModuleCall block)
    {
        ModuleCall[] convolutions =
        [
            .. trace.Calls
                .Where(call => call.Module is Conv2d && (call.Path == block.Path || call.Path.StartsWith(block.Path + ".", StringComparison.Ordinal)))
                .Where(call => call.Output.Length == 4 && trace.CallsOf(call.Module).Count == 1)
                .OrderBy(call => call.Entered),
        ];
        return [.. convolutions.Select((call, index) => Layer(trace, block, call, isLast: index == convolutions.Length - 1))];
    }

    private static FoundLayer Layer(ModuleTrace trace, ModuleCall block, ModuleCall convolution, bool isLast)
    {
        var next = trace.Consumer(convolution);
        var norm = next?.Module is BatchNorm2d ? next : null;
        var behind = norm is null ? next : trace.Consumer(norm);
        var activation = behind is not null && Activations.Contains(behind.Module.GetType().Name) ? behind : null;
        // The block's own output is behind its shortcut and its last activation, which is what the rest of the network sees.
        if (isLast && block.Path != convolution.Path && block.Output[1] == convolution.Output[1])
            return new FoundLayer(convolution.Path, norm?.Path, block.Path, IsActivated: false);
        return new FoundLayer(convolution.Path, norm?.Path, (activation ?? norm ?? convolution).Path, activation is not null);
    }
}
