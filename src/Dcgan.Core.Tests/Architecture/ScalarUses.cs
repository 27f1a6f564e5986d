using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace Dcgan.Core.Tests.Architecture;

/// <summary>
/// Finds the calls to TorchSharp that create a <see cref="Scalar"/>, in the IL of an assembly. TorchSharp does not keep the object
/// alive during the native call that reads it, so a garbage collection on another thread may free its memory too early.
/// </summary>
internal static class ScalarUses
{
    private static readonly Lazy<HashSet<string>> Creators = new(FindCreators);

    /// <summary>Lists each call as "type.method: called method".</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <param name="holders">The full names of types that keep each Scalar until the native call has returned.</param>
    internal static IReadOnlyList<string> In(string assembly, params string[] holders)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. module.GetTypes()
                .Where(type => !holders.Contains(Outermost(type).FullName))
                .SelectMany(type => type.Methods)
                .SelectMany(method => Calls(method).Where(called => Creates(called, method)).Select(called => Text(method, called))),
        ];
    }

    /// <summary>TorchSharp's methods that create a Scalar themselves or through others.</summary>
    private static HashSet<string> FindCreators()
    {
        using ModuleDefinition torchSharp = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        var callers = new Dictionary<string, List<string>>();
        foreach (MethodDefinition method in torchSharp.GetTypes().SelectMany(type => type.Methods))
        {
            foreach (MethodReference called in Calls(method))
            {
                (callers.TryGetValue(called.FullName, out List<string>? known) ? known : callers[called.FullName] = []).Add(method.FullName);
            }
        }

        var found = new HashSet<string>();
        var waiting = new Queue<string>(callers.Keys.Where(name => name.Contains("::.ctor", StringComparison.Ordinal)
            && name.Contains(" TorchSharp.Scalar::", StringComparison.Ordinal)));
        while (waiting.TryDequeue(out string? name))
        {
            foreach (string caller in callers.GetValueOrDefault(name, []).Where(found.Add))
            {
                waiting.Enqueue(caller);
            }
        }

        return found;
    }

    private static bool Creates(MethodReference called, MethodDefinition caller) =>
        Creators.Value.Contains(called.FullName) && !(called.Name == "invoke" && !PassesNumbers(caller));

    /// <summary>A script's arguments become Scalars if they are real numbers or long integers: see ScriptModule.</summary>
    private static bool PassesNumbers(MethodDefinition caller) => caller.Body.Instructions.Any(
        instruction => instruction.OpCode == OpCodes.Box && ((TypeReference)instruction.Operand).FullName is "System.Single" or "System.Double" or "System.Int64");

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) => method.HasBody
        ? method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Select(called => called.GetElementMethod())
        : [];

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static string Text(MethodDefinition method, MethodReference called) =>
        $"{method.DeclaringType.FullName}.{method.Name}: {called.DeclaringType.Name}.{called.Name}";
}
