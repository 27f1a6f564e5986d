using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace Dcgan.Core.Tests.Architecture;

/// <summary>
/// Finds the calls to TorchSharp that create a <see cref="Scalar"/>, in the IL of an assembly. TorchSharp does not keep the object
/// alive during the native call that reads it, so a garbage collection on another thread may free its memory too early.
/// </summary>
/// <remarks>Not found: calls of a virtual method that only an override in TorchSharp makes, such as an optimizer's step.</remarks>
internal static class ScalarUses
{
    private static readonly string TorchSharpPath = typeof(torch).Assembly.Location;

    private static readonly Lazy<HashSet<string>> Creators = new(FindCreators);

    /// <summary>Lists each call as "type.method: called method".</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <param name="holders">The full names of types that may call ToScalar, because they keep the Scalar until it has been read.</param>
    internal static IReadOnlyList<string> In(string assembly, params string[] holders)
    {
        using ModuleDefinition module = Read(assembly);
        return
        [
            .. from type in module.GetTypes()
               from method in type.Methods
               from called in Calls(method)
               where Creators.Value.Contains(called.FullName)
                   && !(called.Name == nameof(ScalarExtensionMethods.ToScalar) && holders.Contains(Outermost(type).FullName))
                   && !(called.Name == "invoke" && !PassesNumbers(method))
               select $"{type.FullName}.{method.Name}: {called.DeclaringType.Name}.{called.Name}",
        ];
    }

    /// <summary>TorchSharp's methods that create a Scalar themselves or through others.</summary>
    private static HashSet<string> FindCreators()
    {
        using ModuleDefinition torchSharp = Read(TorchSharpPath);
        ILookup<string, string> callers = torchSharp.GetTypes().SelectMany(type => type.Methods)
            .SelectMany(method => Calls(method).Select(called => (Called: called.FullName, Caller: method.FullName)))
            .ToLookup(call => call.Called, call => call.Caller);
        var found = new HashSet<string>();
        var waiting = new Queue<string>(torchSharp.GetType(typeof(Scalar).FullName).Methods.Where(method => method.IsConstructor).Select(method => method.FullName));
        while (waiting.TryDequeue(out string? name))
        {
            foreach (string caller in callers[name].Where(found.Add))
            {
                waiting.Enqueue(caller);
            }
        }

        return found;
    }

    /// <summary>The definitions of TorchSharp's methods that a method refers to, also as delegates.</summary>
    private static IEnumerable<MethodDefinition> Calls(MethodDefinition method) => method.HasBody
        ? method.Body.Instructions.Select(instruction => instruction.Operand)
            .OfType<MethodReference>()
            .Where(called => called is MethodDefinition || called.DeclaringType.Scope.Name is "TorchSharp" or "TorchSharp.dll")
            .Select(called => called.Resolve())
            .Where(definition => definition is not null)
        : [];

    /// <summary>A script's arguments become Scalars if they are real numbers or long integers: see TorchSharp's ScriptModule.</summary>
    private static bool PassesNumbers(MethodDefinition caller) => caller.Body.Instructions.Any(instruction =>
        instruction.OpCode == OpCodes.Box && ((TypeReference)instruction.Operand).FullName is "System.Single" or "System.Double" or "System.Int64");

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static ModuleDefinition Read(string assembly)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(TorchSharpPath));
        return ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver });
    }
}
