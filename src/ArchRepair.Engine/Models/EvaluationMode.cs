using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>Puts a module into evaluation mode until it is disposed; then every part has the mode that it had before.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool IsTraining)> before;

    public EvaluationMode(nn.Module model)
    {
        before = [(model, model.training), .. model.modules().Select(module => (module, module.training))];
        model.eval();
    }

    // Parents come before their children, so that a part's own mode has the last word.
    public void Dispose()
    {
        foreach (var (module, isTraining) in before) module.train(isTraining);
    }
}
