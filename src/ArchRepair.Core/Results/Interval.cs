using System.Globalization;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>A closed interval of real numbers; the unit is that of the value it belongs to (a rate stays in [0,1]).</summary>
/// <param name="Lower">Lower end; a number, or negative infinity.</param>
/// <param name="Upper">Upper end; a number not below <paramref name="Lower"/>, or positive infinity.</param>
/// <exception cref="ArgumentException">An end is NaN, or the ends are reversed.</exception>
[method: JsonConstructor]
public readonly record struct Interval(double Lower, double Upper)
{
    // No init accessors: `with { Lower = … }` would slip past the check.
    public double Lower { get; } = Checked(Lower, Upper, Lower);

    public double Upper { get; } = Upper;

    [JsonIgnore]
    public double Width => Upper - Lower;

    public bool Contains(double value) => Lower <= value && value <= Upper;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Lower}, {Upper}]");

    private static double Checked(double lower, double upper, double result) => lower <= upper
        ? result
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"An interval from {lower} to {upper} is none: both ends must be numbers and the lower must not exceed the upper."));
}
