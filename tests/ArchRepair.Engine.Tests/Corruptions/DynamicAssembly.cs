using System.Reflection;
using System.Reflection.Emit;
using ArchRepair.Engine.Corruptions;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Assemblies as a careless user might write them.</summary>
internal static class DynamicAssembly
{
    public static Assembly WithCorruptionLackingConstructor()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Careless"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Careless").DefineType("NeedsArgument", TypeAttributes.Public | TypeAttributes.Class);
        type.AddInterfaceImplementation(typeof(ICorruption));
        type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(int)]).GetILGenerator().Emit(OpCodes.Ret);
        foreach (var method in typeof(ICorruption).GetMethods().Where(method => method.IsAbstract))
        {
            var builder = type.DefineMethod(
                method.Name, MethodAttributes.Public | MethodAttributes.Virtual, method.ReturnType, [.. method.GetParameters().Select(p => p.ParameterType)]);
            builder.GetILGenerator().ThrowException(typeof(NotSupportedException));
            type.DefineMethodOverride(builder, method);
        }
        type.CreateType();
        // Exported types of a dynamic assembly cannot be listed; this one is asked through a wrapper.
        return new ListedAssembly(assembly);
    }

    private sealed class ListedAssembly(Assembly inner) : Assembly
    {
        public override Type[] GetExportedTypes() => inner.GetTypes();

        public override AssemblyName GetName() => inner.GetName();
    }
}
