using System.Text.Json;

using ArchRepair.Tool.Street.Findings;

namespace ArchRepair.Tool.Street;

/// <summary>The commented settings file that <c>init</c> writes.</summary>
internal static class StartingSettings
{
    /// <param name="hasSchema">Whether the schema lies beside the file.</param>
    public static string Text(FolderFindings findings, bool hasSchema = false) => $$"""
        {
          {{(hasSchema ? $"\"$schema\": \"{SettingsSchema.Name}\",\n  " : "")}}{{ModelComment(findings)}}
          "model": {
            {{Model(findings)}}
            "weights": {{Quoted(findings.Weights ?? "models/weights.pth")}},
            "normalization": { "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] }
          },
          "data": {
            // Clean test images: the gate's. They are never trained on.
            "test": {{Images(findings.Test)}},
            {{Corrupted(findings)}}
            // Training images let a failed check repair the model; verification stays on the test images.
            {{(findings.Train is null ? "// " : "")}}"train": {{Images(findings.Train ?? findings.Test)}},
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

    private static string ModelComment(FolderFindings findings) => findings.Project is null
        ? "// The model: an architecture by name ('dotnet archrepair inspect --architecture NAME' shows it) and its weights\n  // (PyTorch .pt/.pth/.th, .safetensors, TorchSharp .dat)."
        : "// The model: a TorchSharp module that a C# project defines ('dotnet archrepair inspect' shows its blocks), and its weights\n  // (TorchSharp .dat, .safetensors, PyTorch .pt/.pth/.th). The project is built, and its own references decide the backend.";

    private static string Model(FolderFindings findings) => findings.Project is { } project
        ? $"\"project\": {Quoted(project.Path)},\n    \"type\": {Quoted(project.Type)},"
        : $"\"architecture\": {Quoted(findings.Architecture)},";

    private static string Images(FoundImages? images) =>
        $"{{ \"format\": {Quoted(images?.Format ?? "cifar10")}, \"path\": {Quoted(images?.Path ?? "data/cifar10")} }}";

    private static string Corrupted(FolderFindings findings) => findings.Corrupted is { } images
        ? $"\"corrupted\": {Images(images)},"
        : "\"generate\": { \"corruptions\": [\"standard\"], \"severities\": [1, 2, 3, 4, 5] },";

    private static string Quoted(string text) => JsonSerializer.Serialize(text, SettingsText.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class SettingsText : System.Text.Json.Serialization.JsonSerializerContext;
