using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>A block and the module that computes it, as an architecture hands them to <see cref="ChainClassifier"/>.</summary>
internal sealed record ChainPart(Block Block, Module<Tensor, Tensor> Module);
