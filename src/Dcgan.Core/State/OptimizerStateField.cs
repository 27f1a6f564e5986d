using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp.Modules;

namespace Dcgan.Core;

/// <summary>
/// A value in an optimizer's state for one parameter, under its TorchSharp name. Fields of TorchSharp's types are listed here
/// instead of found by reflection, which trimmed and ahead-of-time compiled programs do not support.
/// </summary>
/// <param name="Name">The name, such as exp_avg.</param>
/// <param name="Type">The type of the value: Tensor, long or double.</param>
/// <param name="Get">Returns the value; null for a tensor that does not exist yet.</param>
/// <param name="Set">Replaces the value. It does not dispose the former tensor.</param>
internal sealed record OptimizerStateField(string Name, Type Type, Func<object?> Get, Action<object?> Set)
{
    /// <summary>Why the members of a host's own types may be found by reflection.</summary>
    internal const string HostKeepsMembers =
        "Only for a host's own optimizer types. In a trimmed or ahead-of-time compiled program, the host must keep their public "
        + "members, as docs/using.md says.";

    private delegate ref T Field<T>();

    /// <summary>The fields of a state.</summary>
    internal static OptimizerStateField[] Of(OptimizerState state) => IsTorchSharps(state) ? Known(state) : Found(state);

    internal static bool IsTorchSharps(object part) => part.GetType().Assembly == typeof(OptimizerState).Assembly;

    internal static NotSupportedException Unknown(object part) => new(
        $"optimizers: {part.GetType()} is of a version of TorchSharp that this library does not know, so it cannot be copied or saved.");

    private static OptimizerStateField[] Known(OptimizerState state) => state switch
    {
        Adam.State it =>
        [
            Of("step", () => ref it.step), Of("exp_avg", () => ref it.exp_avg), Of("exp_avg_sq", () => ref it.exp_avg_sq),
            Of("max_exp_avg_sq", () => ref it.max_exp_avg_sq),
        ],
        AdamW.State it =>
        [
            Of("step", () => ref it.step), Of("exp_avg", () => ref it.exp_avg), Of("exp_avg_sq", () => ref it.exp_avg_sq),
            Of("max_exp_avg_sq", () => ref it.max_exp_avg_sq),
        ],
        Adadelta.State it =>
        [
            Of("step", () => ref it.step), Of("square_avg", () => ref it.square_avg), Of("acc_delta", () => ref it.acc_delta),
        ],
        Adagrad.State it => [Of("step", () => ref it.step), Of("sum", () => ref it.sum)],
        Adamax.State it =>
        [
            Of("step", () => ref it.step), Of("exp_avg", () => ref it.exp_avg), Of("exp_inf", () => ref it.exp_inf),
        ],
        ASGD.State it =>
        [
            Of("step", () => ref it.step), Of("eta", () => ref it.eta), Of("mu", () => ref it.mu), Of("ax", () => ref it.ax),
        ],
        NAdam.State it =>
        [
            Of("step", () => ref it.step), Of("mu_product", () => ref it.mu_product), Of("exp_avg", () => ref it.exp_avg),
            Of("exp_avg_sq", () => ref it.exp_avg_sq),
        ],
        RAdam.State it =>
        [
            Of("step", () => ref it.step), Of("exp_avg", () => ref it.exp_avg), Of("exp_avg_sq", () => ref it.exp_avg_sq),
        ],
        RMSProp.State it =>
        [
            Of("step", () => ref it.step), Of("square_avg", () => ref it.square_avg),
            Of("momentum_buffer", () => ref it.momentum_buffer), Of("grad_avg", () => ref it.grad_avg),
        ],
        Rprop.State it =>
        [
            Of("step", () => ref it.step), Of("prev", () => ref it.prev), Of("step_size", () => ref it.step_size),
        ],
        SGD.State it => [Of("momentum_buffer", () => ref it.momentum_buffer)],
        _ => throw Unknown(state),
    };

    private static OptimizerStateField Of<T>(string name, Field<T> field) =>
        new(name, typeof(T), () => field(), value => field() = (T)value!);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = HostKeepsMembers)]
    private static OptimizerStateField[] Found(OptimizerState state) => [.. state.GetType()
        .GetFields(BindingFlags.Public | BindingFlags.Instance)
        .Select(field => new OptimizerStateField(
            field.Name, field.FieldType, () => field.GetValue(state), value => field.SetValue(state, value)))];
}
