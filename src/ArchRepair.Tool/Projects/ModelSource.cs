using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

using ArchRepair.Reporting.Hosts;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Projects;

/// <summary>Where a model's type is declared, from what the compiler noted in the assembly's portable symbols. Only what is certain is said.</summary>
internal static partial class ModelSource
{
    // What deterministic builds write in front of paths in place of the repository's folder.
    private const string MappedRoot = "/_/";

    /// <param name="assembly">Absolute path; null finds nothing.</param>
    /// <param name="type">Name of the type, with its namespace or, where no other has it, without.</param>
    /// <returns>Null without symbols, or where the type or its file is not found.</returns>
    public static ModelPlace? Find(string? assembly, string type)
    {
        if (assembly is null) return null;
        try
        {
            return FindDeclared(assembly, type);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return null; // A mark on a line is a courtesy; without it the findings stand at the settings.
        }
    }

    private static ModelPlace? FindDeclared(string assembly, string type)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var metadata = image.GetMetadataReader();
        TypeDefinition[] named = [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(definition => IsNamed(metadata, definition, type))];
        if (named is not [var model] || !image.TryOpenAssociatedPortablePdb(assembly, path => File.Exists(path) ? File.OpenRead(path) : null, out var symbols, out _) || symbols is null) return null;
        using (symbols)
        {
            var noted = FirstLine(symbols.GetMetadataReader(), model);
            if (noted is not { } place || Existing(place.File, assembly) is not { } file) return null;
            return new ModelPlace(RepositoryPlaces.Shown(file), DeclarationIn(file, metadata.GetString(model.Name)) ?? place.Line);
        }
    }

    private static bool IsNamed(MetadataReader metadata, TypeDefinition definition, string type)
    {
        var (space, name) = (metadata.GetString(definition.Namespace), metadata.GetString(definition.Name));
        return definition.GetDeclaringType().IsNil && (type == name || type == $"{space}.{name}");
    }

    // A partial class has methods in several files; the first is that of its constructor as a rule.
    private static (string File, int Line)? FirstLine(MetadataReader symbols, TypeDefinition model)
    {
        foreach (var method in model.GetMethods())
        {
            var points = symbols.GetMethodDebugInformation(method).GetSequencePoints().Where(point => !point.IsHidden).ToArray();
            if (points.Length > 0) return (symbols.GetString(symbols.GetDocument(points[0].Document).Name), points.Min(point => point.StartLine));
        }

        return null;
    }

    private static string? Existing(string noted, string assembly)
    {
        if (File.Exists(noted)) return noted;
        if (!noted.StartsWith(MappedRoot, StringComparison.Ordinal)) return null;
        for (var folder = Path.GetDirectoryName(assembly); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git")) && Path.Combine(folder, noted[MappedRoot.Length..]) is var file && File.Exists(file)) return file;
        return null;
    }

    // The symbols know lines of code; the declaration stands above it.
    private static int? DeclarationIn(string file, string name)
    {
        var lines = File.ReadLines(file).Index().Where(line => Declaration().Match(line.Item) is { Success: true } match && match.Groups[1].Value == name).Select(line => line.Index + 1).ToArray();
        return lines is [var only] ? only : null;
    }

    [GeneratedRegex(@"^(?!\s*//).*\b(?:class|record)\s+(\w+)")]
    private static partial Regex Declaration();
}
