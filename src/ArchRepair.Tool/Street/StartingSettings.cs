using System.Text.Json;

namespace ArchRepair.Tool.Street;

/// <summary>The commented settings file that <c>init</c> writes.</summary>
internal static class StartingSettings
{
    public static string Text(FolderFindings findings) => $$"""
        {
          // The model: an architecture by name ('dotnet archrepair inspect --architecture NAME' shows it) and its weights
          // (PyTorch .pt/.pth/.th, .safetensors, TorchSharp .dat).
          "model": {
            "architecture": {{Quoted(findings.Architecture)}},
            "weights": {{Quoted(findings.Weights ?? "models/weights.pth")}},
            "normalization": { "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] }
          },
          "data": {
            // Clean test images: the gate's. They are never trained on.
            "test": { "format": {{Quoted(findings.CleanFormat ?? "cifar10")}}, "path": {{Quoted(findings.CleanPath ?? "data/cifar10")}} },
            {{Corrupted(findings)}}
            // Training images let a failed check repair the model; verification stays on the test images.
            // "train": { "format": {{Quoted(findings.CleanFormat ?? "cifar10")}}, "path": {{Quoted(findings.CleanPath ?? "data/cifar10")}} },
            "images": 2000 // a cell; 0 for all
          },
          "gate": {
            "baseline": "archrepair.baseline.json",
            "maxDrop": 0.01,      // of mean corrupted accuracy
            "maxCellDrop": 0.03,  // of one corruption at one severity
            "maxCleanDrop": 0.005,
            "alpha": 0.01         // accepted chance of a false alarm
          },
          "repair": { "when": "onFailure", "budgetMinutes": 10 },
          "report": { "directory": "artifacts/archrepair", "formats": ["markdown", "html", "json", "junit"] }
        }

        """;

    private static string Corrupted(FolderFindings findings) => findings.CorruptedPath is { } path
        ? $"\"corrupted\": {{ \"format\": \"cifar-c\", \"path\": {Quoted(path)} }},"
        : "\"generate\": { \"corruptions\": [\"standard\"], \"severities\": [1, 2, 3, 4, 5] },";

    private static string Quoted(string text) => JsonSerializer.Serialize(text, SettingsText.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class SettingsText : System.Text.Json.Serialization.JsonSerializerContext;
