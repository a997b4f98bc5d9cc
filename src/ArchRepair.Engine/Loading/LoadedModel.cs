using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Loading;

/// <summary>A network with its weights, ready to compute.</summary>
public sealed record LoadedModel(ChainClassifier Network, ModelIdentity Identity) : IDisposable
{
    public void Dispose() => Network.Dispose();
}
