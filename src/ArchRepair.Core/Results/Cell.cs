using System.Globalization;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>A corruption at a severity; the clean images are the cell <see cref="Clean"/> of severity 0.</summary>
/// <param name="Corruption">Published name, e.g. <c>gaussian_noise</c>; <c>clean</c> for the uncorrupted images.</param>
/// <param name="Severity">1 to 5; 0 for clean.</param>
public sealed record Cell(string Corruption, int Severity)
{
    public static Cell Clean { get; } = new("clean", 0);

    [JsonIgnore]
    public bool IsClean => Severity == 0;

    public override string ToString() =>
        IsClean ? Corruption : string.Create(CultureInfo.InvariantCulture, $"{Corruption}/{Severity}");
}
