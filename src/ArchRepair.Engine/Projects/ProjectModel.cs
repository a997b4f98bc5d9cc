using System.Reflection;
using System.Runtime.Loader;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>A model that a C# project defines: makes instances of it, all with the same blocks.</summary>
public sealed class ProjectModel
{
    /// <summary>Setting of <c>runtimeconfig.json</c> that names the project's assembly, for a process that runs in its dependency graph.</summary>
    public const string AssemblySetting = "ArchRepair.ModelAssembly";

    /// <summary>What a block is and how to name one: the end of every message about missing blocks.</summary>
    public const string BlockAdvice = BlockNames.Advice;

    /// <summary>Height and width in pixels that a model is tried with where neither settings nor data say.</summary>
    public const int UsualInputSize = 32;

    private readonly ModuleFactory factory;
    private readonly IReadOnlyList<string> patterns;
    private readonly IReadOnlyList<string> repaired;
    private IReadOnlyList<FoundBlock>? blocks;

    private ProjectModel(ModuleFactory factory, IReadOnlyList<string> patterns, IReadOnlyList<string> repaired) =>
        (this.factory, this.patterns, this.repaired) = (factory, patterns, repaired);

    /// <summary>Loads the assembly into this process, which must run in the project's dependency graph.</summary>
    /// <param name="assembly">Absolute path.</param>
    /// <param name="project">Type and factory.</param>
    /// <param name="patterns">Of blocks; empty finds them.</param>
    /// <param name="repaired">Paths of blocks that a repaired weights file needs; they are blocks whatever else is.</param>
    /// <exception cref="ArchRepairException">The assembly or the type cannot be used (exit 2).</exception>
    public static ProjectModel Load(string assembly, ModelProject project, IReadOnlyList<string> patterns, IReadOnlyList<string> repaired)
    {
        try
        {
            return Of(AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly), project, patterns, repaired);
        }
        catch (Exception problem) when (problem is BadImageFormatException or FileNotFoundException)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0202", $"'{assembly}' is no .NET assembly that can be loaded here: {problem.Message}", cause: problem);
        }
    }

    /// <inheritdoc cref="Load"/>
    public static ProjectModel Of(Assembly assembly, ModelProject project, IReadOnlyList<string> patterns, IReadOnlyList<string> repaired) =>
        new(ModuleFactory.Of(assembly, project), patterns, repaired);

    /// <summary>How many logits the model gives for an image, by trying.</summary>
    /// <exception cref="ArchRepairException">It cannot be made or does not compute (exit 2).</exception>
    internal int CountAnswers(Models.Normalization normalization, int inputSize)
    {
        using var root = factory.Create(seed: 0);
        root.eval();
        return ModelTrials.CountAnswers(root, new ModelSpecification(root.GetName(), 2, normalization, inputSize));
    }

    /// <summary>A new instance with its own random start; the caller disposes it.</summary>
    /// <param name="specification">Classes, normalization and size of the images.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <exception cref="ArchRepairException">The model cannot be made, does not compute, or a named block is none (exit 2).</exception>
    internal ProjectClassifier Create(ModelSpecification specification, ulong seed)
    {
        var root = factory.Create(seed);
        try
        {
            root.eval();
            blocks ??= Examine(root, specification);
            return new ProjectClassifier(specification, root, blocks);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    private IReadOnlyList<FoundBlock> Examine(Module<Tensor, Tensor> root, ModelSpecification specification)
    {
        using var scope = NewDisposeScope();
        ModelTrials.RefuseUnregistered(root, specification.Architecture);
        var images = ModelTrials.Images(specification);
        ModelTrials.Run(root, images, specification);
        var trace = ModuleTrace.Of(root, images);
        var cuts = new CutTest(root, images);
        var calls = patterns.Count > 0 ? BlockNames.Find(trace, patterns) : new BlockFinder(trace, cuts).Find(root);
        List<FoundBlock> found = [.. BlockNames.With(trace, calls, repaired).Select((call, index) => Describe(trace, cuts, call, index))];
        if (Head(trace) is { } head) found.Add(DescribeHead(cuts, head, found.Count));
        return found;
    }

    private static FoundBlock Describe(ModuleTrace trace, CutTest cuts, ModuleCall call, int index)
    {
        var block = new Block(index, call.Path, BlockKind.Module, (int)call.Input[1], (int)call.Output[1], StrideOf(call));
        return new FoundBlock(block, cuts.IsCut(call.Module), 4, (int)call.Input[2], (int)call.Input[3], BlockLayers.Of(trace, call));
    }

    // The largest stride whose padded output still covers this one: 28 → 26 is stride 1 without padding, 28 → 13 is stride 2.
    private static int StrideOf(ModuleCall call)
    {
        var stride = 1;
        while (Covers(stride + 1)) stride++;
        return stride;

        bool Covers(int candidate) => (call.Input[2] + candidate - 1) / candidate >= call.Output[2] && (call.Input[3] + candidate - 1) / candidate >= call.Output[3]
            && candidate <= Math.Max(call.Input[2] / Math.Max(1, call.Output[2]), 1);
    }

    private static ModuleCall? Head(ModuleTrace trace)
    {
        var last = trace.Calls.LastOrDefault(call => !call.Module.children().Any());
        return last is { Module: TorchSharp.Modules.Linear, Input.Length: 2, Output.Length: 2 } && trace.CallsOf(last.Module).Count == 1 && last.Output.SequenceEqual(trace.Logits) ? last : null;
    }

    private static FoundBlock DescribeHead(CutTest cuts, ModuleCall head, int index) => new(
        new Block(index, head.Path, BlockKind.Head, (int)head.Input[1], (int)head.Output[1], Stride: 0), cuts.IsCut(head.Module), 2, 1, 1, []);
}
