namespace ArchRepair.Core.Settings;

/// <summary>Reads which C# project defines the model: <c>model.project</c>, <c>.type</c>, <c>.factory</c>, and what the command line says.</summary>
internal static class ModelProjectReader
{
    /// <returns>Null where neither file nor command line names a project.</returns>
    public static ModelProject? Read(SettingsNode node, string folder, ModelOverride given)
    {
        var written = node.Text("project", "");
        var type = Either(given.Type, node.Text("type", ""));
        var factory = Either(given.Factory, node.Text("factory", ""));
        var configuration = Either(given.Configuration, node.Text("configuration", ""));
        var framework = Either(given.Framework, node.Text("framework", ""));
        if (given.Project is null && written.Length == 0)
        {
            foreach (var key in new[] { "type", "factory", "configuration", "framework" }.Where(node.Has))
                node.Complain("AR0104", $"'model.{key}' belongs to a C# project, but 'model.project' is missing.", node.LocationOf(key));
            return null;
        }
        if (given.Project is null && node.Has("architecture"))
            node.Complain("AR0103", "'model.architecture' and 'model.project' exclude each other; keep one.", node.LocationOf("project"));
        if (type.Length == 0)
            node.Complain("AR0104", "'model.type' is missing; name the module's type with its namespace, e.g. \"Shapes.ShapeNet\".", node.LocationOf("project"));
        var path = given.Project is { } named ? Path.GetFullPath(named) : Path.GetFullPath(Path.Combine(folder, written));
        return new ModelProject(path, type, factory, configuration, framework);
    }

    private static string Either(string? given, string written) => given ?? written;
}
