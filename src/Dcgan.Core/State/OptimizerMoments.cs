using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Dcgan.Core;

/// <summary>
/// An optimizer's state for each parameter, as tensors. They have the names of the fields of TorchSharp's state objects (for
/// Adam: step, exp_avg, exp_avg_sq). This covers every optimizer that has such objects.
/// </summary>
internal static class OptimizerMoments
{
    /// <summary>Fields that an optimizer sets at its first step, or only if an option requires them.</summary>
    private static readonly string[] SetLate = ["momentum_buffer", "grad_avg", "max_exp_avg_sq"];

    /// <summary>The entries of all parameters of the optimizer, named after the parameters in the network.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="network">The network that has the optimizer's parameters.</param>
    /// <param name="name">The network's name in the run.</param>
    /// <exception cref="NotSupportedException">The optimizer keeps its state elsewhere.</exception>
    internal static IEnumerable<StateEntry> Entries(optim.Optimizer optimizer, Module network, string name)
    {
        List<OptimizerState>? states = StateDictionary(optimizer)?.State;
        Parameter[] parameters = [.. optimizer.parameters()];
        if (states?.Count != parameters.Length)
        {
            throw new NotSupportedException(
                $"optimizers: {optimizer.GetType().Name} of the {name} does not keep its state by parameter, so it cannot be copied or saved.");
        }

        Dictionary<IntPtr, string> names = network.named_parameters().ToDictionary(named => named.parameter.Handle, named => named.name);
        return parameters.Zip(states).SelectMany(pair => Entries(
            pair.Second, pair.First, field => StateNames.OfOptimizer(name, names[pair.First.Handle], field)));
    }

    /// <summary>
    /// The state_dict of an optimizer; null if it has none. TorchSharp's optimizers look up a parameter's state by its native
    /// handle, which changes when a network moves. Without this call the error would appear only in the middle of their step.
    /// <see cref="FusedAdam"/> uses the call to find its parameters again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer has lost its parameters.</exception>
    internal static OptimizerHelper.StateDictionary? StateDictionary(optim.Optimizer optimizer)
    {
        try
        {
            return (optimizer as OptimizerHelper)?.state_dict();
        }
        catch (KeyNotFoundException error)
        {
            throw new InvalidOperationException(
                $"{optimizer.GetType().Name} has lost its parameters: they were moved after it was constructed. Move the networks first, or use FusedAdam, which follows them.",
                error);
        }
    }

    private static IEnumerable<StateEntry> Entries(OptimizerState state, Parameter parameter, Func<string, string> name) =>
        OptimizerStateField.Of(state).Select(field => Entry(field, parameter, name(field.Name)));

    private static StateEntry Entry(OptimizerStateField field, Parameter parameter, string name)
    {
        object? value = field.Get();
        if (field.Type == typeof(Tensor) && (value is null || SetLate.Contains(field.Name)))
        {
            return LateEntry(field, parameter, name, (Tensor?)value);
        }

        return value switch
        {
            Tensor moment => StateEntry.InPlace(name, moment),
            long count => new StateEntry(name, tensor(count), restored => field.Set(restored.item<long>())) { Fault = FaultOfCount },
            double number => new StateEntry(name, tensor(number), restored => field.Set(restored.item<double>())),
            _ => throw new NotSupportedException($"{name}: a {field.Type.Name} in the state of an optimizer cannot be copied or saved."),
        };
    }

    private static string? FaultOfCount(Tensor count) => count.item<long>() is >= 0 and <= RunPosition.Largest
        ? null
        : $"must be in [0, {RunPosition.Largest}] but is {count.item<long>()}.";

    private static StateEntry LateEntry(OptimizerStateField field, Parameter parameter, string name, Tensor? value) => new(
        name,
        value,
        parameter.dtype,
        parameter.Sizes(),
        restored => Store(field, parameter, restored))
    {
        Clear = () => Replace(field, null),
    };

    private static void Store(OptimizerStateField field, Parameter parameter, Tensor restored)
    {
        if (field.Get() is Tensor { IsInvalid: false } present && present.dtype == parameter.dtype
            && present.device_type == parameter.device_type && present.device_index == parameter.device_index)
        {
            _ = present.copy_(restored); // Allocates nothing: undoing may follow an out-of-memory error.
            return;
        }

        Replace(field, empty_like(parameter).copy_(restored).DetachFromDisposeScope());
    }

    private static void Replace(OptimizerStateField field, Tensor? value)
    {
        ((Tensor?)field.Get())?.Dispose();
        field.Set(value);
    }
}
