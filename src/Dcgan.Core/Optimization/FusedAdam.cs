using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Adam (Kingma and Ba, 2015) that updates all parameters in one native call instead of about ten calls per parameter. It
/// otherwise behaves like TorchSharp's <see cref="Adam"/>: parameter groups, learning-rate schedulers, saved state.
/// </summary>
/// <remarks>
/// <para>
/// The optimizer follows its parameters: <c>Module.to(...)</c> replaces a module's parameters, and the next step finds the new
/// parameters and moves their moments to the same device and element type. Pass the module's <c>parameters()</c> itself, which is
/// read again at each step, and not a copy such as a list.
/// </para>
/// <para>The strides of a gradient may differ from the strides of its parameter (channels_last or not).</para>
/// </remarks>
public sealed class FusedAdam : Adam
{
    private readonly List<FusedAdamGroup> bound = [];

    /// <summary>Constructs an optimizer for one group of parameters.</summary>
    /// <param name="parameters">A module's <c>parameters()</c>.</param>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <param name="beta1">Decay rate of the mean gradient, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the denominator, at least 0; see <see cref="EpsilonHat"/>.</param>
    /// <param name="weightDecay">L2 penalty, at least 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean squared gradient so far.</param>
    /// <param name="maximize">Whether to maximize instead of minimize.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FusedAdam(
        IEnumerable<Parameter> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize)
    {
        // The base class checks the ranges but accepts NaN. These checks run after the base constructor: an exception in its
        // arguments would end the process, in the finalizer of an object that was never constructed.
        Expect.Finite(learningRate, nameof(learningRate));
        Expect.Finite(beta1, nameof(beta1));
        Expect.Finite(beta2, nameof(beta2));
        Expect.Finite(epsilon, nameof(epsilon));
        Expect.Finite(weightDecay, nameof(weightDecay));
    }

    /// <summary>Constructs an optimizer for several groups of parameters, each with its own options.</summary>
    /// <param name="groups">The groups, each with the <c>parameters()</c> of a module.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FusedAdam(IEnumerable<ParamGroup> groups)
        : base(groups)
    {
    }

    /// <summary>
    /// Whether epsilon is added before the bias correction of the mean squared gradient: ε̂ at the end of the paper's section 2,
    /// and TensorFlow's convention. The default is PyTorch's convention, which adds epsilon after the correction.
    /// </summary>
    public bool EpsilonHat { get; init; }

    /// <inheritdoc/>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        base.add_param_group(param_group);
        bound.Add(new FusedAdamGroup((ParamGroup)param_group, parameter => (State)_state[parameter.Handle]));
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="closure">Computes the loss and the gradients first; may be null.</param>
    /// <returns>The result of the closure; null without one.</returns>
    /// <exception cref="InvalidOperationException">A parameter has been disposed and its replacement is unknown.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using (enable_grad())
            {
                loss = closure();
            }
        }

        FollowParameters();
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (FusedAdamGroup group in bound)
        {
            group.Step(group.Gradients(), EpsilonHat);
        }

        return loss;
    }

    /// <inheritdoc/>
    public override StateDictionary state_dict()
    {
        FollowParameters();
        return base.state_dict();
    }

    /// <inheritdoc/>
    public override void load_state_dict(StateDictionary state_dict)
    {
        FollowParameters();
        base.load_state_dict(state_dict);
    }

    /// <summary>The current parameters of the only group, for <see cref="Update"/>.</summary>
    internal Parameter[] CurrentParameters()
    {
        FollowParameters();
        return [.. OnlyGroup().Parameters];
    }

    /// <summary>Checks, before an update, everything that could make the update fail.</summary>
    /// <exception cref="InvalidOperationException">An option is null, or there are several groups.</exception>
    internal void CheckOptions() => OnlyGroup().CheckOptions();

    /// <summary>
    /// Updates the only group from gradients in the order of <see cref="CurrentParameters"/> instead of the <c>grad</c> fields.
    /// If the gradients have their parameters' strides, the update allocates no memory and cannot fail.
    /// </summary>
    internal void Update(IEnumerable<Tensor?> gradients)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        OnlyGroup().Step(gradients, EpsilonHat);
    }

    private FusedAdamGroup OnlyGroup() => bound.Count == 1
        ? bound[0]
        : throw new InvalidOperationException(
            $"FusedAdam: the trainer's own optimizer must have 1 parameter group but has {bound.Count}. Pass optimizers with several groups to the trainer's constructor.");

    private void FollowParameters()
    {
        // All new states are created first: if an allocation fails, the optimizer keeps its existing states.
        var replacements = new List<List<(int Index, Parameter Parameter, State State)>>(bound.Count);
        try
        {
            bound.ForEach(group => replacements.Add(group.Replacements()));
        }
        catch
        {
            replacements.ForEach(ofGroup => ofGroup.ForEach(replacement => replacement.State.Dispose()));
            throw;
        }

        if (replacements.TrueForAll(ofGroup => ofGroup.Count == 0))
        {
            return;
        }

        foreach ((FusedAdamGroup group, var ofGroup) in bound.Zip(replacements))
        {
            group.Replace(ofGroup);
        }

        // The base class looks up a parameter's state by its native handle.
        _state.Clear();
        foreach (FusedAdamGroup group in bound)
        {
            foreach ((Parameter parameter, State state) in group.States)
            {
                _state[parameter.Handle] = state;
            }
        }
    }
}
