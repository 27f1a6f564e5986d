using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One parameter group of <see cref="FusedAdam"/>, with its current parameters.</summary>
internal sealed class FusedAdamGroup(Adam.ParamGroup group, Func<Parameter, Adam.State> stateOf)
{
    private readonly List<(Parameter Parameter, Adam.State State)> entries =
        [.. group.Parameters.Select(parameter => (parameter, stateOf(parameter)))];

    internal IEnumerable<(Parameter Parameter, Adam.State State)> States => entries;

    internal IEnumerable<Parameter> Parameters => entries.Select(entry => entry.Parameter);

    /// <summary>The gradient of each parameter; null if a parameter has no gradient.</summary>
    internal IEnumerable<Tensor?> Gradients() => entries.Select(entry => entry.Parameter.grad);

    /// <summary>
    /// Reads the group's parameters again and copies the moments of replaced parameters to the new device, type and layout. The
    /// group does not change before <see cref="Replace"/>.
    /// </summary>
    /// <returns>The index of each replaced parameter, the new parameter and its state.</returns>
    internal List<(int Index, Parameter Parameter, Adam.State State)> Replacements()
    {
        var replacements = new List<(int Index, Parameter Parameter, Adam.State State)>();
        try
        {
            int index = 0;
            foreach (Parameter current in group.Parameters)
            {
                if (index == entries.Count || current.IsInvalid)
                {
                    break;
                }

                (Parameter former, Adam.State state) = entries[index];
                if (!ReferenceEquals(current, former))
                {
                    replacements.Add((index, current, Moved(state, current)));
                }

                index++;
            }

            return index == entries.Count
                ? replacements
                : throw new InvalidOperationException(
                    "FusedAdam: a parameter has been disposed, and its replacement is unknown. Pass the module's parameters() itself, not a "
                    + "list: it is read again after Module.to(...).");
        }
        catch
        {
            replacements.ForEach(replacement => replacement.State.Dispose());
            throw;
        }
    }

    /// <summary>Replaces the former parameters and disposes their former states.</summary>
    internal void Replace(List<(int Index, Parameter Parameter, Adam.State State)> replacements)
    {
        foreach ((int index, Parameter parameter, Adam.State state) in replacements)
        {
            entries[index].State.Dispose();
            entries[index] = (parameter, state);
        }
    }

    /// <summary>Checks that all options are set, because a host may have changed them.</summary>
    /// <exception cref="InvalidOperationException">An option is null.</exception>
    internal void CheckOptions()
    {
        Adam.Options options = group.Options;
        if (options is { LearningRate: null } or { beta1: null } or { beta2: null } or { eps: null } or { weight_decay: null } or { maximize: null })
        {
            throw new InvalidOperationException(
                "FusedAdam: LearningRate, beta1, beta2, eps, weight_decay and maximize of a parameter group must not be null.");
        }
    }

    /// <summary>
    /// Takes one step for every parameter whose gradient is not null. Gradients are in the order of the parameters.
    /// </summary>
    internal void Step(IEnumerable<Tensor?> gradients, bool epsilonHat)
    {
        var present = entries.Zip(gradients)
            .Where(pair => pair.Second is not null)
            .Select(pair => (pair.First.Parameter, pair.First.State, Gradient: pair.Second!));

        // The kernel takes one step count for all parameters. Parameters that sometimes had no gradient have different step
        // counts.
        foreach (var alike in present.GroupBy(entry => entry.State.step))
        {
            TensorLists.Adam(
                [.. alike.Select(entry => entry.Parameter)],
                [.. alike.Select(entry => entry.Gradient)],
                [.. alike.Select(entry => entry.State.exp_avg)],
                [.. alike.Select(entry => entry.State.exp_avg_sq)],
                [.. alike.Select(entry => entry.State.max_exp_avg_sq).Where(largest => largest is not null)],
                Scalars(alike.Key + 1, epsilonHat));
            foreach (var entry in alike)
            {
                entry.State.step++;
            }
        }
    }

    private static Adam.State Moved(Adam.State former, Parameter parameter)
    {
        using IDisposable noGradients = no_grad();
        return new Adam.State(parameter)
        {
            step = former.step,
            exp_avg = Moved(former.exp_avg, parameter)!,
            exp_avg_sq = Moved(former.exp_avg_sq, parameter)!,
            max_exp_avg_sq = Moved(former.max_exp_avg_sq, parameter),
        };
    }

    private static Tensor? Moved(Tensor? moment, Parameter parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        return moment is null ? null : empty_like(parameter).copy_(moment).DetachFromDisposeScope();
    }

    private AdamScalars Scalars(long step, bool epsilonHat)
    {
        Adam.Options options = group.Options;
        double beta2 = options.beta2!.Value;
        return new AdamScalars
        {
            Step = step,
            LearningRate = options.LearningRate!.Value,
            Beta1 = options.beta1!.Value,
            Beta2 = beta2,
            WeightDecay = options.weight_decay!.Value,
            Epsilon = options.eps!.Value / (epsilonHat ? Math.Sqrt(1 - Math.Pow(beta2, step)) : 1),
            Maximize = options.maximize!.Value,
        };
    }
}
