using ArchRepair.Tests;

using QuickStart;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>A copy of the quick start in a folder of its own: settings, weights, baseline and freshly drawn images.</summary>
internal sealed class SampleFolder : IDisposable
{
    private static readonly Lazy<string> Drawn = new(Draw);
    private static readonly Lazy<string> Small = new(RecordSmall);

    public SampleFolder()
    {
        Root = Directory.CreateTempSubdirectory("archrepair-tøol-").FullName;
        var sample = Path.Combine(RealData.RepositoryRoot, "samples", "QuickStart");
        Directory.CreateDirectory(Path.Combine(Root, "weights"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(sample, "weights"))) File.Copy(file, Path.Combine(Root, "weights", Path.GetFileName(file)));
        foreach (var name in new[] { "archrepair.json", "archrepair.baseline.json" }) File.Copy(Path.Combine(sample, name), Path.Combine(Root, name));
        Directory.CreateDirectory(Path.Combine(Root, "data"));
        foreach (var file in Directory.EnumerateFiles(Drawn.Value)) File.Copy(file, Path.Combine(Root, "data", Path.GetFileName(file)));
    }

    public string Root { get; }

    public string Settings => Path.Combine(Root, "archrepair.json");

    /// <summary>Edits the settings as text.</summary>
    public void Replace(string what, string with)
    {
        var text = File.ReadAllText(Settings);
        Assert.That(text, Does.Contain(what), "the sample's settings have changed; mend this test");
        File.WriteAllText(Settings, text.Replace(what, with, StringComparison.Ordinal));
    }

    /// <summary>Few cells and a baseline of the healthy weights on them, as the real commands recorded it once: a check of two seconds.</summary>
    public void MakeSmall()
    {
        foreach (var file in Directory.EnumerateFiles(Small.Value, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, Path.GetRelativePath(Small.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    public ToolEnding Check(params string[] options) => ToolProcess.Run(Root, ["check", "--no-repair", .. options]);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string RecordSmall()
    {
        using var sample = new SampleFolder();
        sample.Replace("\"corruptions\": [\"standard\"], \"severities\": [1, 3, 5]", "\"corruptions\": [\"gaussian_noise\", \"shot_noise\"], \"severities\": [1, 5]");
        File.Delete(Path.Combine(sample.Root, "archrepair.baseline.json"));
        var check = sample.Check("--weights", "weights/healthy.safetensors");
        Assert.That(check.Code, Is.EqualTo(3), check.ToString());
        var accept = ToolProcess.Run(sample.Root, "baseline", "accept");
        Assert.That(accept.Code, Is.Zero, accept.ToString());
        var small = Directory.CreateTempSubdirectory("archrepair-small-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(small, recursive: true);
        foreach (var name in new[] { "archrepair.json", "archrepair.baseline.json" }) File.Copy(Path.Combine(sample.Root, name), Path.Combine(small, name));
        Directory.Move(Path.Combine(sample.Root, "output"), Path.Combine(small, "output"));
        return small;
    }

    private static string Draw()
    {
        var folder = Directory.CreateTempSubdirectory("archrepair-drawn-").FullName;
        ShapeSet.WriteAll(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
