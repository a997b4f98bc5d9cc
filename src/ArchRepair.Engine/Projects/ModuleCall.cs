using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>What one module did during one forward pass.</summary>
/// <param name="Path">Its first name in the module tree, "layer1.0.conv1".</param>
/// <param name="Entered">Place among all calls, by when they began.</param>
/// <param name="Input">Shape of its input.</param>
/// <param name="Output">Shape of its output.</param>
/// <param name="InputHandle">Tells whether its input was another module's very output.</param>
internal sealed record ModuleCall(
    string Path, Module<Tensor, Tensor> Module, int Entered, long[] Input, long[] Output, nint InputHandle, nint OutputHandle);
