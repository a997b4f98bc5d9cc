using System.Globalization;
using System.Text;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Emission;

/// <summary>One block as Python.</summary>
/// <param name="Construction">Expression that builds it; empty where it stands in the network itself.</param>
/// <param name="Fields">Lines of the network's constructor, where its parameters have flat names.</param>
/// <param name="Forward">Lines of the network's forward, with x, where it stands in the network itself.</param>
/// <param name="Parts">Names of the parts that it uses.</param>
/// <param name="Source">A class of its own, for a repaired block; else empty.</param>
internal sealed record PythonBlock(
    string Construction, IReadOnlyList<string> Fields, IReadOnlyList<string> Forward, IReadOnlyList<string> Parts, string Source = "")
{
    public bool IsFlat => Construction.Length == 0;

    /// <exception cref="NotSupportedException">The module is not one of ours.</exception>
    public static PythonBlock Of(Block block, Module<Tensor, Tensor> module) => module switch
    {
        StemBlock stem => new(
            "", [$"self.conv1 = {Convolution(stem.Convolution)}", $"self.bn1 = {Norm(stem.Norm)}"],
            ["x = F.relu(self.bn1(self.conv1(x)))", .. stem.IsPooled ? ["x = F.max_pool2d(x, 3, stride=2, padding=1)"] : (string[])[]], []),
        HeadBlock head => new(
            "", [$"self.{head.named_children().Single().name} = nn.Linear({head.Linear.in_features}, {head.Linear.out_features})"],
            ["x = x.mean((2, 3))", $"x = self.{head.named_children().Single().name}(x)"], []),
        BasicBlock basic => new(
            $"BasicBlock({Number(basic.Convolution1.in_channels)}, {Number(basic.Convolution1.out_channels)}, {Number(basic.Convolution1.stride[0])}{IsPadded(basic.Shortcut)})",
            [], [], [nameof(Shortcut), nameof(BasicBlock)]),
        Bottleneck narrow => new(
            $"Bottleneck({Number(narrow.Convolution1.in_channels)}, {Number(narrow.Convolution1.out_channels)}, {Number(narrow.Convolution2.stride[0])})",
            [], [], [nameof(Shortcut), nameof(Bottleneck)]),
        CellBlock cell when !cell.Body.IsOpaque => Repaired(block, cell),
        _ => throw new NotSupportedException($"Block '{block.Path}' is a {module.GetName()}, which cannot be written as Python; only built-in blocks and repaired built-in blocks can."),
    };

    private static PythonBlock Repaired(Block block, CellBlock cell)
    {
        var name = "Repaired" + string.Concat(block.Path.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..] + "_")).TrimEnd('_');
        var edges = cell.Edges.Select(edge => $"{edge.Operation.GetName()} {edge.From}→{edge.To}");
        var text = new StringBuilder($"\nclass {name}(nn.Module):\n    \"\"\"{block.Path}: the original with {string.Join(", ", edges)} added.\"\"\"\n\n    def __init__(self):\n        super().__init__()\n");
        void Line(string line) => text.Append("        ").Append(line).Append('\n');
        foreach (var step in cell.Body.Steps)
        {
            Line($"self.{step.Name} = {Convolution(step.Convolution)}");
            Line($"self.{step.Name.Replace("conv", "bn", StringComparison.Ordinal)} = {Norm(step.Norm)}");
        }
        if (cell.Body.Shortcut is { } shortcut) Line(ShortcutField(shortcut, block));
        foreach (var (index, edge) in cell.Edges.Index())
            Line($"self.edge{Number(index)} = Edge(\"{edge.Operation.GetName()}\", {Operation(edge.Operation)})");
        text.Append("\n    def forward(self, node0):\n");
        foreach (var line in Steps(cell)) Line(line);
        string[] parts = [.. cell.Body.Shortcut is null ? [] : new[] { nameof(Shortcut) }, "Edge", .. cell.Edges.Select(edge => PythonParts.ClassOf(edge.Operation.GetName()))];
        return new PythonBlock($"{name}()", [], [], parts, text.Append('\n').ToString());
    }

    // The same order of sums as in the cell that was trained.
    private static IEnumerable<string> Steps(CellBlock cell)
    {
        var last = cell.Body.Steps.Count;
        foreach (var (index, step) in cell.Body.Steps.Index())
        {
            yield return $"y = self.{step.Name}(node{Number(index)})";
            foreach (var place in EdgesOf(cell, index, index + 1)) yield return $"y = y + self.edge{Number(place)}(node{Number(index)})";
            yield return $"y = self.{step.Name.Replace("conv", "bn", StringComparison.Ordinal)}(y)";
            if (index + 1 == last)
            {
                if (cell.Body.Shortcut is not null) yield return "y = y + self.downsample(node0)";
                if (last > 1)
                    foreach (var place in EdgesOf(cell, 0, last)) yield return $"y = y + self.edge{Number(place)}(node0)";
            }
            yield return $"node{Number(index + 1)} = F.relu(y)";
        }
        yield return cell.Body.IsPooled ? $"return F.max_pool2d(node{Number(last)}, 3, stride=2, padding=1)" : $"return node{Number(last)}";
    }

    private static IEnumerable<int> EdgesOf(CellBlock cell, int from, int to) =>
        cell.Edges.Index().Where(entry => entry.Item.From == from && entry.Item.To == to).Select(entry => entry.Index);

    private static string ShortcutField(Shortcut shortcut, Block block) =>
        $"self.downsample = shortcut({Number(block.InputChannels)}, {Number(block.OutputChannels)}, {Number(block.Stride)}{IsPadded(shortcut)})";

    private static string IsPadded(Shortcut shortcut) => !shortcut.IsIdentity && shortcut.Convolution is null ? ", is_padded=True" : "";

    private static string Operation(CellOperation operation)
    {
        var shape = operation.Shape;
        var kernel = operation.GetName() switch { "conv1x1" => ", 1", "conv3x3" or "separable3x3" => ", 3", "separable5x5" => ", 5", _ => "" };
        return $"{PythonParts.ClassOf(operation.GetName())}({Number(shape.Inputs)}, {Number(shape.Outputs)}, {Number(shape.Stride)}{kernel})";
    }

    private static string Convolution(Conv2d convolution) =>
        $"nn.Conv2d({Number(convolution.in_channels)}, {Number(convolution.out_channels)}, {Number(convolution.kernel_size[0])}, stride={Number(convolution.stride[0])}, padding={Number(convolution.kernel_size[0] / 2)}, bias=False)";

    private static string Norm(BatchNorm2d norm) => $"nn.BatchNorm2d({Number(norm.weight!.shape[0])})";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
