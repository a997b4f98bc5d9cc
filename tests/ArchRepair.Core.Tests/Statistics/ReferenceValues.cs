using System.Text.Json;
using ArchRepair.Tests;

namespace ArchRepair.Core.Tests.Statistics;

/// <summary>Values computed by SciPy and statsmodels, from <c>../shared/fixtures/statistics.json</c>.</summary>
internal static class ReferenceValues
{
    public static JsonElement Section(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RealData.RequireFixture("statistics.json")));
        return document.RootElement.GetProperty(name).Clone();
    }

    public static int Int(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static double Double(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Doubles(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
