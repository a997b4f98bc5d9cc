using System.Reflection;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>Finds the type that the settings name in a project's assembly, and makes models of it.</summary>
internal sealed class ModuleFactory
{
    private const int MostNames = 12;
    private readonly ModelProject project;
    private readonly Func<object?> make;

    private ModuleFactory(ModelProject project, Func<object?> make) => (this.project, this.make) = (project, make);

    /// <summary>The factory for a type, found and checked but not yet used.</summary>
    /// <exception cref="ArchRepairException">No such type (AR0208), or no way to make a model of it (AR0209); exit 2.</exception>
    public static ModuleFactory Of(Assembly assembly, ModelProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var type = Find(assembly, project);
        if (project.Factory.Length > 0) return new ModuleFactory(project, FactoryMethod(type, project));
        if (!typeof(Module<Tensor, Tensor>).IsAssignableFrom(type))
            throw Unusable(project, $"is no Module<Tensor, Tensor>; its base is {NameOf(type.BaseType)}. Derive it from Module<Tensor, Tensor>, or name a static method that returns one by 'model.factory'.");
        if (type.IsAbstract || type.ContainsGenericParameters) throw Unusable(project, "is abstract or generic; name a type that can be made.");
        var constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []);
        return constructor is null
            ? throw Unusable(project, "has no constructor without arguments; add one, or name a static method that makes the model by 'model.factory'.")
            : new ModuleFactory(project, () => constructor.Invoke([]));
    }

    /// <summary>
    /// A new model in evaluation mode. What its constructor draws comes from <paramref name="seed"/>; the global generator is left as it
    /// was, and its tensors belong to no dispose scope.
    /// </summary>
    /// <exception cref="ArchRepairException">The constructor or the factory method threw, or returned no model (AR0210, exit 2).</exception>
    public Module<Tensor, Tensor> Create(ulong seed)
    {
        using var globalState = get_rng_state();
        using var scope = NewDisposeScope();
        try
        {
            manual_seed(unchecked((long)seed));
            if (make() is not Module<Tensor, Tensor> model) throw Unusable(project, $"has a method '{project.Factory}' that returned null.");
            foreach (var tensor in scope.DisposablesView.ToArray()) scope.Detach(tensor);
            return model;
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } thrown)
        {
            var what = project.Factory.Length > 0 ? $"The method '{project.Type}.{project.Factory}'" : $"The constructor of '{project.Type}'";
            throw new ArchRepairException(
                ExitCode.Usage, "AR0210", $"{what} threw {thrown.GetType().Name}: {FirstLine(thrown.Message)}{Place(thrown)} Make it work without arguments and files, or name a static method by 'model.factory'.", cause: thrown);
        }
        finally
        {
            set_rng_state(globalState);
        }
    }

    private static Type Find(Assembly assembly, ModelProject project)
    {
        Type[] types = TypesOf(assembly);
        if (types.FirstOrDefault(type => type.FullName == project.Type) is { } exact) return exact;
        Type[] byName = [.. types.Where(type => type.Name == project.Type)];
        if (byName.Length == 1) return byName[0];
        string[] models = [.. types.Where(IsModel).Select(type => type.FullName!).Order(StringComparer.Ordinal)];
        string[] near = [.. byName.Select(type => type.FullName!), .. Nearest(project.Type, types.Where(type => type.IsPublic || IsModel(type)))];
        var hint = near.Length > 0 ? $"did you mean {string.Join(" or ", near.Take(3).Select(name => $"'{name}'"))}?"
            : models.Length > 0 ? $"modules there: {string.Join(", ", models.Take(MostNames))}."
            : "it defines no Module<Tensor, Tensor>.";
        throw new ArchRepairException(ExitCode.Usage, "AR0208", $"'model.type' is '{project.Type}', which {assembly.GetName().Name} does not define; {hint}");
    }

    // Names are compared whole and by their last part, since forgetting the namespace is the usual mistake.
    private static IEnumerable<string> Nearest(string wanted, IEnumerable<Type> types)
    {
        var list = types.ToArray();
        var last = wanted[(wanted.LastIndexOf('.') + 1)..];
        if (NearestName.Find(wanted, list.Select(type => type.FullName!)) is { } whole) yield return whole;
        else if (NearestName.Find(last, list.Select(type => type.Name)) is { } simple) yield return list.First(type => type.Name == simple).FullName!;
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return [.. partly.Types.OfType<Type>()]; // a type that needs what is not there is not the model's concern
        }
    }

    private static bool IsModel(Type type) => !type.IsAbstract && typeof(Module<Tensor, Tensor>).IsAssignableFrom(type);

    private static Func<object?> FactoryMethod(Type type, ModelProject project)
    {
        const BindingFlags anyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var methods = type.GetMethods(anyStatic);
        var method = methods.FirstOrDefault(method => method.Name == project.Factory && method.GetParameters().Length == 0);
        if (method is null)
        {
            string[] candidates = [.. methods.Where(known => known.GetParameters().Length == 0 && Returns(known)).Select(known => known.Name).Distinct()];
            var hint = candidates.Length == 0 ? "it has no static method without arguments that returns a Module<Tensor, Tensor>." : NearestName.Hint(project.Factory, candidates);
            throw Unusable(project, $"has no static method '{project.Factory}' without arguments; {hint}");
        }
        return Returns(method)
            ? () => method.Invoke(null, [])
            : throw Unusable(project, $"has a method '{project.Factory}' that returns {NameOf(method.ReturnType)}; it must return a Module<Tensor, Tensor>.");
    }

    private static bool Returns(MethodInfo method) => typeof(Module<Tensor, Tensor>).IsAssignableFrom(method.ReturnType);

    private static ArchRepairException Unusable(ModelProject project, string reason) =>
        new(ExitCode.Usage, "AR0209", $"'model.type' is '{project.Type}', which {reason}");

    private static string NameOf(Type? type) => type is null ? "nothing" : type.ToString().Replace("TorchSharp.torch+nn+", "", StringComparison.Ordinal).Replace("TorchSharp.torch+", "", StringComparison.Ordinal);

    private static string FirstLine(string text)
    {
        var line = text.Split('\n')[0].Trim();
        return line.EndsWith('.') ? line : line + ".";
    }

    private static string Place(Exception thrown) =>
        thrown.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains(" in ", StringComparison.Ordinal)) is { } frame ? $" ({frame})" : "";
}
