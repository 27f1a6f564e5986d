using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Dcgan.Core;

/// <summary>
/// What an optimiser knows of each parameter, as tensors: the fields of TorchSharp's state objects, under their own names
/// (of Adam: step, exp_avg, exp_avg_sq). So it works for every optimiser that has such objects.
/// </summary>
internal static class StoredOptimizer
{
    /// <summary>What an optimiser makes at its first step, or only where an option asks for it.</summary>
    private static readonly string[] MadeLate = ["momentum_buffer", "grad_avg", "max_exp_avg_sq"];

    /// <summary>Of the parameters that the optimiser holds, by their names in the network.</summary>
    /// <exception cref="NotSupportedException">The optimiser keeps what it knows elsewhere.</exception>
    internal static IEnumerable<StoredTensor> Of(optim.Optimizer optimizer, Module network, string networkName)
    {
        // Where a network has moved, this lets the optimiser find its parameters again.
        List<OptimizerState>? states = (optimizer as OptimizerHelper)?.state_dict().State;
        Parameter[] parameters = [.. optimizer.parameters()];
        if (states?.Count != parameters.Length)
        {
            throw new NotSupportedException(
                $"The {networkName}'s optimiser, {optimizer.GetType().Name}, does not keep its state by parameter, so that it cannot be saved.");
        }

        Dictionary<IntPtr, string> names = network.named_parameters().ToDictionary(named => named.parameter.Handle, named => named.name);
        return parameters.Zip(states).SelectMany(pair => Of(
            pair.Second, pair.First, field => CheckpointFormat.OfOptimizer(networkName, names[pair.First.Handle], field)));
    }

    private static IEnumerable<StoredTensor> Of(OptimizerState state, Parameter parameter, Func<string, string> name) => state.GetType()
        .GetFields(BindingFlags.Public | BindingFlags.Instance)
        .Select(field => Of(state, field, parameter, name(field.Name)));

    private static StoredTensor Of(OptimizerState state, FieldInfo field, Parameter parameter, string name)
    {
        object? value = field.GetValue(state);
        if (field.FieldType == typeof(Tensor) && (value is null || MadeLate.Contains(field.Name)))
        {
            return OfLate(state, field, parameter, name, (Tensor?)value);
        }

        return value switch
        {
            Tensor moment => StoredTensor.InPlace(name, moment),
            long count => StoredTensor.Of(name, tensor(count), restored => field.SetValue(state, restored.item<long>())),
            double number => StoredTensor.Of(name, tensor(number), restored => field.SetValue(state, restored.item<double>())),
            _ => throw new NotSupportedException($"{name}: a {field.FieldType.Name} of an optimiser's state cannot be saved."),
        };
    }

    private static StoredTensor OfLate(OptimizerState state, FieldInfo field, Parameter parameter, string name, Tensor? value) => new(
        new ExpectedTensor(name, parameter.dtype, parameter.shape, IsRequired: false),
        value,
        restored => Replace(state, field, empty_like(parameter).copy_(restored).DetachFromDisposeScope()),
        () => Replace(state, field, null));

    private static void Replace(OptimizerState state, FieldInfo field, Tensor? value)
    {
        ((Tensor?)field.GetValue(state))?.Dispose();
        field.SetValue(state, value);
    }
}
