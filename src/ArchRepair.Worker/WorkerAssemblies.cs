using System.Reflection;
using System.Runtime.Loader;

namespace ArchRepair.Worker;

/// <summary>
/// Where our own assemblies are found when the process runs in a model project's dependency graph, which does not know them. Must be
/// installed before any type of theirs is touched.
/// </summary>
internal static class WorkerAssemblies
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(WorkerAssemblies).Assembly.Location)!;

    public static void FindBesideWorker() => AssemblyLoadContext.Default.Resolving += (context, name) => context.LoadFrom(name);

    /// <summary>Whether an assembly is one that this program brings along.</summary>
    public static bool IsOurs(AssemblyName name) => File.Exists(PathOf(name));

    private static Assembly? LoadFrom(this AssemblyLoadContext context, AssemblyName name) => IsOurs(name) ? context.LoadFromAssemblyPath(PathOf(name)) : null;

    private static string PathOf(AssemblyName name) => Path.Combine(Folder, name.Name + ".dll");
}
