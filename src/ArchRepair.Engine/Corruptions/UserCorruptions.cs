using System.Reflection;
using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Engine.Corruptions;

/// <summary>A user's own corruptions: public types with <see cref="ICorruption"/> and a constructor without parameters.</summary>
public static class UserCorruptions
{
    /// <summary>One of each such type of an assembly, by name.</summary>
    /// <exception cref="ArchRepairException">A type has no such constructor, or its constructor fails (AR0103, exit 2).</exception>
    public static IReadOnlyList<ICorruption> In(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return
        [
            .. assembly.GetExportedTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(ICorruption).IsAssignableFrom(type))
                .Select(Create).OrderBy(corruption => corruption.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The catalog with every corruption of an assembly.</summary>
    /// <exception cref="ArchRepairException">As <see cref="In"/>, or a name is taken or malformed (AR0103, exit 2).</exception>
    public static CorruptionCatalog WithThoseIn(this CorruptionCatalog catalog, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        foreach (var corruption in In(assembly))
        {
            try
            {
                catalog = catalog.With(corruption);
            }
            catch (ArgumentException problem)
            {
                throw Problem(corruption.GetType(), problem.Message, problem);
            }
        }
        return catalog;
    }

    private static ICorruption Create(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is not { } constructor)
            throw Problem(type, "it has no public constructor without parameters; add one.", null);
        try
        {
            return (ICorruption)constructor.Invoke(null);
        }
        catch (TargetInvocationException problem)
        {
            throw Problem(type, $"its constructor failed: {problem.InnerException?.Message}", problem.InnerException);
        }
    }

    private static ArchRepairException Problem(Type type, string message, Exception? cause) =>
        new(ExitCode.Usage, "AR0103", $"The corruption {type.FullName} of {type.Assembly.GetName().Name} cannot be used: {message}", cause: cause);
}
