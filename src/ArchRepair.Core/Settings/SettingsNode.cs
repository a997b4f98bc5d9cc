using System.Globalization;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Core.Settings;

/// <summary>
/// One object of the settings file while it is read: hands out typed values, remembers which keys are known, and collects every
/// complaint instead of stopping at the first.
/// </summary>
internal sealed class SettingsNode
{
    private readonly PositionedJson json;
    private readonly string path;
    private readonly SettingsFindings findings;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public SettingsNode(PositionedJson json, string path, SettingsFindings findings)
    {
        this.json = json;
        this.path = path;
        this.findings = findings;
        findings.KnownKeys[path] = known;
        if (json.Kind != JsonTokenType.StartObject) Complain("AR0103", $"'{path}' is {json.Describe()}; it must be an object.", json.Location);
    }

    public SourceLocation Location => json.Location;

    public bool Has(string key) => Value(key) is not null;

    public SourceLocation LocationOf(string key) => Value(key)?.Location ?? json.Location;

    public void Complain(string code, string message, SourceLocation location) => findings.Problems.Add(new Diagnostic(code, message, location));

    public PositionedJson? Value(string key)
    {
        known.Add(key);
        foreach (var member in json.Members)
            if (member.Key == key) return member.Value;
        return null;
    }

    public SettingsNode? Object(string key) => Value(key) is { } value ? new SettingsNode(value, Name(key), findings) : null;

    public string Text(string key, string fallback)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.Kind == JsonTokenType.String) return value.Text;
        Complain("AR0103", $"'{Name(key)}' is {value.Describe()}; it must be a text.", value.Location);
        return fallback;
    }

    public string RequiredText(string key, string hint)
    {
        if (Value(key) is null) Complain("AR0104", $"'{Name(key)}' is missing; {hint}", json.Location);
        return Text(key, "");
    }

    public double Number(string key, double fallback) => OptionalNumber(key) ?? fallback;

    public double? OptionalNumber(string key)
    {
        if (Value(key) is not { } value || value.Kind == JsonTokenType.Null) return null;
        if (value.Kind == JsonTokenType.Number && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        Complain("AR0103", $"'{Name(key)}' is {value.Describe()}; it must be a number.", value.Location);
        return null;
    }

    public int Integer(string key, int fallback, int lowest)
    {
        if (Value(key) is not { } value) return fallback;
        if (value.Kind == JsonTokenType.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= lowest)
            return number;
        Complain("AR0103", string.Create(CultureInfo.InvariantCulture, $"'{Name(key)}' is {value.Describe()}; it must be a whole number of at least {lowest}."), value.Location);
        return fallback;
    }

    public IReadOnlyList<double> Numbers(string key)
    {
        var numbers = new List<double>();
        foreach (var item in List(key))
        {
            if (item.Kind == JsonTokenType.Number && double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) numbers.Add(number);
            else Complain("AR0103", $"'{Name(key)}' holds {item.Describe()}; it must be a list of numbers.", item.Location);
        }

        return numbers;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var item in List(key))
        {
            if (item.Kind == JsonTokenType.String) texts.Add(item.Text);
            else Complain("AR0103", $"'{Name(key)}' holds {item.Describe()}; it must be a list of texts.", item.Location);
        }

        return texts;
    }

    /// <summary>Text that must be one of <paramref name="allowed"/>.</summary>
    public string Choice(string key, string fallback, IReadOnlyCollection<string> allowed)
    {
        var text = Text(key, fallback);
        CheckChoice(Name(key), text, allowed, LocationOf(key));
        return text;
    }

    public void CheckChoice(string name, string text, IReadOnlyCollection<string> allowed, SourceLocation location)
    {
        if (text.Length > 0 && !allowed.Contains(text)) Complain("AR0103", $"'{name}' is \"{text}\"; {NearestName.Hint(text, allowed)}", location);
    }

    /// <summary>Members whose keys are the user's own, such as class names of overrides.</summary>
    public IEnumerable<(string Key, SourceLocation Location, SettingsNode Node)> UserKeys()
    {
        foreach (var (key, location, value) in json.Members)
        {
            known.Add(key);
            yield return (key, location, new SettingsNode(value, Name(key), findings));
        }
    }

    /// <summary>Complains about every key that nothing asked for. Call it after all known keys were read.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var (key, location, _) in json.Members)
            if (!known.Contains(key)) Complain("AR0102", $"'{Name(key)}' is not a setting; {NearestName.Hint(key, known)}", location);
    }

    private List<PositionedJson> List(string key)
    {
        if (Value(key) is not { } value) return [];
        if (value.Kind == JsonTokenType.StartArray) return value.Items;
        Complain("AR0103", $"'{Name(key)}' is {value.Describe()}; it must be a list.", value.Location);
        return [];
    }

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
