namespace ArchRepair.Engine.Search;

/// <summary>What an operation must map: [N,C,H,W] to [N,C',⌈H/stride⌉,⌈W/stride⌉].</summary>
/// <param name="Inputs">Channels C.</param>
/// <param name="Outputs">Channels C'.</param>
/// <param name="Stride">1 keeps height and width.</param>
internal readonly record struct OperationShape(int Inputs, int Outputs, int Stride);
