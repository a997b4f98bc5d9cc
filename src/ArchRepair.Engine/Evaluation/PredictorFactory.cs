using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Chooses the fastest form that computes a network faithfully.</summary>
public static class PredictorFactory
{
    /// <summary>A predictor for the network as it is now.</summary>
    /// <param name="model">In evaluation mode; must not change or be disposed while the predictor lives.</param>
    /// <param name="normalization">What the network expects of its input.</param>
    /// <param name="options">How to compute.</param>
    /// <returns>The caller disposes it; the network stays the caller's.</returns>
    /// <exception cref="InvalidOperationException">The network is in training mode.</exception>
    public static Predictor Create(ChainClassifier model, Normalization normalization, PredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        if (model.training) throw new InvalidOperationException("A network predicts in evaluation mode; call eval() first.");
        var form = Choose(model, options);
        return options is { Screen: true, Exact: false } && Screen(model) is { } screen
            ? new ScreeningPredictor(screen, form, normalization, options)
            : new FormPredictor(form, normalization, options);
    }

    /// <summary>The fastest form that agrees with the network's own forward pass.</summary>
    internal static InferenceForm Choose(ChainClassifier model, PredictorOptions options)
    {
        if (model is ProjectClassifier project) return ChooseFor(project, options);
        var reference = new EagerForm(model);
        if (options.Exact || !CanBeFolded(model)) return reference;
        List<ConvolutionKernel> kernels = IsOnProcessor(model) && OneDnn.Find() is { } functions ? [new FusedKernel(functions), new PlainKernel()] : [new PlainKernel()];
        foreach (var kernel in kernels)
        {
            var candidate = new FoldedForm(model, kernel);
            if (Agrees(candidate, reference, model)) return candidate;
            candidate.Dispose();
        }
        return reference;
    }

    // Where bfloat16 is the faster arithmetic: processors with instructions for it, and CUDA devices.
    private static FoldedForm? Screen(ChainClassifier model)
    {
        if (!CanBeFolded(model)) return null;
        if (!IsOnProcessor(model)) return new FoldedForm(model, new PlainKernel(), ScalarType.BFloat16);
        return OneDnn.HasFastBFloat16 && OneDnn.Find() is { } functions ? new FoldedForm(model, new FusedKernel(functions), ScalarType.BFloat16) : null;
    }

    // What a project's own code does between its modules is unknown: nothing of it is folded, and no other type is tried.
    private static bool CanBeFolded(ChainClassifier model) => model is not ProjectClassifier && IsFloat(model);

    private static bool IsFloat(ChainClassifier model) => model.parameters().All(parameter => parameter.dtype == ScalarType.Float32);

    private static bool IsOnProcessor(ChainClassifier model) =>
        model.parameters().All(parameter => parameter.device_type == TorchSharp.DeviceType.CPU);

    private static InferenceForm ChooseFor(ProjectClassifier model, PredictorOptions options)
    {
        var reference = new ProjectForm(model, isChannelsLast: false);
        if (options.Exact || !IsFloat(model)) return reference;
        var candidate = new ProjectForm(model, isChannelsLast: true);
        var (form, other) = Agrees(candidate, reference, model) ? (candidate, reference) : (reference, candidate);
        other.Dispose();
        return form;
    }

    // An operation that refuses its tensors is a form that does not fit here; the next slower one takes its place.
    private static bool Agrees(InferenceForm candidate, InferenceForm reference, ChainClassifier model)
    {
        try
        {
            return FormProbe.Agrees(candidate, reference, model);
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }
}
