using System.Globalization;
using System.Text;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search;

namespace ArchRepair.Engine.Emission;

/// <summary>Writes a network as a self-contained PyTorch module that loads the same safetensors file.</summary>
public static class PythonModule
{
    /// <summary>The module's source. It needs PyTorch 1.10 or newer and nothing else.</summary>
    /// <param name="model">A network of a built-in architecture; blocks may be repaired ones.</param>
    /// <param name="weights">Name of the weights file, for the usage line.</param>
    /// <returns>Python, lines ended by \n.</returns>
    /// <exception cref="NotSupportedException">A block is neither built in nor a repaired built-in one; the message names it.</exception>
    public static string Write(ChainClassifier model, string weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        var blocks = model.Blocks.Select(block => PythonBlock.Of(block, model.ModuleOf(block.Index))).ToArray();
        var text = new StringBuilder();
        text.Append(Head(model, weights));
        text.Append(PythonParts.Loading);
        foreach (var part in PythonParts.Used(blocks.SelectMany(block => block.Parts))) text.Append('\n').Append(part);
        foreach (var block in blocks.Where(block => block.Source.Length > 0)) text.Append('\n').Append(block.Source);
        text.Append('\n').Append(Network(model, blocks));
        text.Append('\n').Append(PythonParts.Main);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Head(ChainClassifier model, string weights)
    {
        var specification = model.Specification;
        var quoted = weights.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var repaired = model.Blocks.Where(block => model.ModuleOf(block.Index) is CellBlock).Select(block => block.Path).ToArray();
        var what = repaired.Length == 0 ? "" : $", with repaired architecture in {string.Join(", ", repaired)}";
        return $""""
            """{specification.Architecture} for {specification.Classes} classes{what}; written by ArchRepair.

            Usage:
                network = load("{quoted}")
                logits = network(normalize(images))   # images: float [N, 3, H, W] in [0, 1], RGB

            It needs PyTorch and nothing else.
            """

            import json
            import struct
            import sys

            import torch
            import torch.nn.functional as F
            from torch import nn

            MEAN = {Tuple(specification.Normalization.Mean)}
            STD = {Tuple(specification.Normalization.StandardDeviation)}
            INPUT_SIZE = {specification.InputSize}


            """".ReplaceLineEndings("\n");
    }

    private static string Tuple(IReadOnlyList<float> values) =>
        $"({string.Join(", ", values.Select(value => value.ToString("r", CultureInfo.InvariantCulture)))})";

    private static string Network(ChainClassifier model, IReadOnlyList<PythonBlock> blocks)
    {
        var text = new StringBuilder("\nclass Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n");
        var forward = new StringBuilder();
        foreach (var group in model.Blocks.GroupBy(block => block.Path.Split('.')[0]))
        {
            PythonBlock[] members = [.. group.Select(block => blocks[block.Index])];
            if (members is [{ IsFlat: true } flat])
            {
                foreach (var line in flat.Fields) text.Append("        ").Append(line).Append('\n');
                foreach (var line in flat.Forward) forward.Append("        ").Append(line).Append('\n');
                continue;
            }
            if (members is [var single] && !group.Single().Path.Contains('.', StringComparison.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"        self.{group.Key} = {single.Construction}\n");
            else text.Append(CultureInfo.InvariantCulture, $"        self.{group.Key} = nn.Sequential(\n{string.Concat(members.Select(member => $"            {member.Construction},\n"))}        )\n");
            forward.Append(CultureInfo.InvariantCulture, $"        x = self.{group.Key}(x)\n");
        }
        return text.Append("\n    def forward(self, x):\n").Append(forward).Append("        return x\n\n").ToString();
    }
}
