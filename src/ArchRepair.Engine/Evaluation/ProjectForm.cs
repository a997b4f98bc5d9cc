using System.Collections.Concurrent;
using System.Runtime.InteropServices;

using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;
using ArchRepair.Engine.Repair;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// A project's own forward pass. Nothing is known of its code, so each thread computes with an instance of its own: a model may keep
/// what it computed in a field. Normalizations are not folded, since its code calls them.
/// </summary>
/// <param name="model">In evaluation mode; must not change or be disposed while the form lives.</param>
/// <param name="isChannelsLast">Whether images and the weights of convolutions lie in channels-last memory.</param>
internal sealed class ProjectForm(ProjectClassifier model, bool isChannelsLast) : InferenceForm
{
    private readonly ConcurrentBag<ChainClassifier> idle = [];
    private readonly Lock making = new();

    public override string Name => isChannelsLast ? "own forward pass, channels-last" : "own forward pass";

    public override Tensor Logits(Tensor images)
    {
        var instance = idle.TryTake(out var taken) ? taken : Make();
        try
        {
            return isChannelsLast ? ChannelsLastLogits(instance, images) : PlainLogits(instance, images);
        }
        finally
        {
            idle.Add(instance);
        }
    }

    public override void Dispose()
    {
        foreach (var instance in idle) instance.Dispose();
        idle.Clear();
    }

    private static Tensor ChannelsLastLogits(ChainClassifier instance, Tensor images)
    {
        try
        {
            return LogitsOf(instance, images);
        }
        catch (ExternalException)
        {
            return PlainLogits(instance, images); // a 'view' that this memory order does not allow for these shapes
        }
    }

    private static Tensor PlainLogits(ChainClassifier instance, Tensor images)
    {
        using var plain = images.contiguous();
        return LogitsOf(instance, plain);
    }

    private static Tensor LogitsOf(ChainClassifier instance, Tensor images)
    {
        using var scope = NewDisposeScope();
        var parameter = instance.parameters().First();
        return instance.call(images.to(parameter.dtype, parameter.device)).to(ScalarType.Float32, CPU).contiguous().MoveToOuterDisposeScope();
    }

    // One at a time: making a model draws from the process's random numbers.
    private ChainClassifier Make()
    {
        lock (making)
        {
            using var mode = inference_mode(false);
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var instance = GenotypeBuilder.Clone(model);
            foreach (var tensor in instance.state_dict().Values) tensor.DetachFromDisposeScope();
            if (isChannelsLast)
                foreach (var convolution in instance.modules().OfType<Conv2d>().Distinct()) Turn(convolution);
            return instance;
        }
    }

    private static void Turn(Conv2d convolution)
    {
        var turned = new Parameter(ChannelsLast.Of(convolution.weight).DetachFromDisposeScope(), requires_grad: false);
        turned.DetachFromDisposeScope();
        convolution.weight = turned;
    }
}
