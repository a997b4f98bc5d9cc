using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Settings;

/// <summary>Where in the settings file the limit stands that a finding speaks of, so that a host can mark that line.</summary>
public sealed class SettingsPlaces
{
    private readonly PositionedJson? root;

    private SettingsPlaces(string file, PositionedJson? root)
    {
        File = file;
        this.root = root;
    }

    /// <summary>The settings file as hosts know it: relative to the repository, with forward slashes.</summary>
    public string File { get; }

    /// <summary>Places in a file that nobody can look into: always its first line.</summary>
    public static SettingsPlaces Unknown(string shownAs) => new(shownAs, null);

    /// <param name="path">The file to look into; one that is gone or malformed by now has every place on its first line.</param>
    /// <param name="shownAs">What hosts call it.</param>
    public static SettingsPlaces Read(string path, string shownAs)
    {
        try
        {
            return new SettingsPlaces(shownAs, PositionedJson.Parse(path, System.IO.File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is ArchRepairException or IOException or UnauthorizedAccessException)
        {
            return Unknown(shownAs);
        }
    }

    /// <summary>Line of the setting, of the group it would stand in, or 1.</summary>
    public int LineOf(Finding finding) => PlaceOf(finding).Line;

    /// <summary>Line and column of the setting, of the group it would stand in, or the file's first character.</summary>
    public SourceLocation PlaceOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        foreach (var path in Paths(finding))
            if (Find(path) is { } location) return location with { File = File };
        return new SourceLocation(File, 1, 1);
    }

    private static IEnumerable<string[]> Paths(Finding finding)
    {
        if (finding is { Code: "AR0001", Cell: { } cell })
        {
            yield return ["gate", "overrides", cell.ToString()];
            yield return ["gate", "overrides", cell.Corruption];
            if (CorruptionNames.FamilyOf(cell.Corruption) is { } family) yield return ["gate", "overrides", family];
        }

        yield return finding.Code switch
        {
            "AR0001" => ["gate", "maxCellDrop"],
            "AR0002" => ["gate", "maxDrop"],
            "AR0003" => ["gate", "maxCleanDrop"],
            "AR0004" => ["gate", finding.Cell is { IsClean: true } ? "minCleanAccuracy" : "minCorruptedAccuracy"],
            "AR0005" => ["gate", finding.Cell is { IsClean: true } ? "maxCleanDrop" : "warnDrop"],
            "AR0303" => ["data", "images"],
            _ => ["gate", "baseline"],
        };
        yield return ["gate"];
    }

    private SourceLocation? Find(string[] path)
    {
        var (value, location) = (root, default(SourceLocation));
        foreach (var key in path)
        {
            var member = value?.Members.Find(member => member.Key == key);
            if (member is not { Value: not null } found) return null;
            (value, location) = (found.Value, found.KeyLocation);
        }

        return location;
    }
}
