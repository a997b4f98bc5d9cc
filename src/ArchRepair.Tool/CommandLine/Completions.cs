using System.CommandLine;
using System.CommandLine.Completions;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.CommandLine;

/// <summary>
/// Values that a shell completes through <c>dotnet-suggest</c> (the directive <c>[suggest]</c>): architectures, corruptions, strategies
/// and so on. Commands and options complete by themselves. One table, by the names of options and arguments.
/// </summary>
internal static class Completions
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Values = new(StringComparer.Ordinal)
    {
        ["--architecture"] = ArchitectureNames.All,
        ["--corruptions"] = ["standard", "extra", "all", .. CorruptionNames.All],
        ["--strategy"] = SettingsReader.Strategies,
        ["--device"] = ["cpu", "cuda", "cuda:0", "auto"],
        ["--input-format"] = DataFormats.Clean,
        ["--severities"] = ["1", "2", "3", "4", "5"],
        ["--configuration"] = ["Debug", "Release"],
        ["code"] = [.. DiagnosticCatalog.All.Select(entry => entry.Code)],
    };

    /// <summary>Whether a shell asks for completions, of a line that is not finished and so may well be wrong.</summary>
    public static bool AreAsked(string[] args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    /// <summary>Gives every option and argument of a command and of those below it its values.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in command.Options) Add(option.Name, option.CompletionSources);
        foreach (var argument in command.Arguments) Add(argument.Name, argument.CompletionSources);
        foreach (var child in command.Subcommands) AddTo(child);
    }

    private static void Add(string name, List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources)
    {
        if (Values.TryGetValue(name, out var values)) sources.Add([.. values]);
    }
}
