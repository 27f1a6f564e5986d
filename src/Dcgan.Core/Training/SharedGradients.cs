using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// What one network's update sums over the processes of a run, in one tensor that is kept between steps: the gradients, the values of
/// <see cref="SharedStatistics"/>, the numbers of the phase, and which processes have failed.
/// </summary>
/// <param name="ranks">The processes.</param>
/// <param name="statistics">The statistics of both networks.</param>
internal sealed class SharedGradients(Ranks ranks, SharedStatistics statistics) : IDisposable
{
    private Tensor? all;
    private Tensor[] gradients = [];
    private long[] layout = [];
    private Action? wait;
    private bool hasStatistics;

    /// <summary>Allocates the tensor, if there is none for these parameters.</summary>
    /// <returns>A digest of what must be equal on all processes for their sums to fit: types, sizes and frozen parameters.</returns>
    /// <exception cref="NotSupportedException">The parameters are neither float32 nor float64.</exception>
    internal int Reserve(Parameter[] parameters)
    {
        Parameter like = parameters[0];
        long[] equal = [(long)like.dtype, statistics.Length, .. parameters.SelectMany(parameter => parameter.Sizes().Concat(parameter.Strides()))];
        int digest = StepPlan.Digest([.. equal, .. parameters.Select(parameter => parameter.requires_grad ? 1L : 0)]);
        long[] needed = [(long)like.device_type, like.device_index, .. equal];
        if (needed.AsSpan().SequenceEqual(layout))
        {
            return digest;
        }

        if (like.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new NotSupportedException($"processes: several processes need parameters of float32 or float64 but they are {like.dtype}.");
        }

        Dispose();
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        long length = parameters.Sum(parameter => parameter.numel());
        all = zeros(length + statistics.Length + PhaseNumbers.Count + ranks.Size, like.dtype, like.device).DetachFromDisposeScope();
        var views = new List<Tensor>();
        long first = 0;
        foreach (Parameter parameter in parameters)
        {
            // In the parameter's layout, as the optimizer needs it.
            views.Add(all.as_strided(parameter.Sizes(), parameter.Strides(), first).DetachFromDisposeScope());
            first += parameter.numel();
        }

        (gradients, layout) = ([.. views], needed);
        return digest;
    }

    /// <summary>Copies the first gradient of a parameter in this update.</summary>
    /// <returns>The copy, to which further gradients are added.</returns>
    internal Tensor Hold(int index, Tensor gradient)
    {
        Tensor held = gradients[index].copy_(gradient);
        gradient.Dispose(); // It would stay in memory until the end of the step.
        return held;
    }

    /// <summary>Starts to sum over the processes; has done so if not in the background. <see cref="Finish"/> follows.</summary>
    /// <param name="held">The gradients that this update has: those of <see cref="Hold"/>, or null.</param>
    /// <param name="numbers">The numbers of the phase, of length <see cref="PhaseNumbers.Count"/>.</param>
    /// <param name="withStatistics">Whether the statistics are complete, after the last phase of an update.</param>
    /// <param name="inBackground">Whether the caller computes meanwhile. Equal on all processes.</param>
    /// <param name="begun">Called right before the sum.</param>
    internal void Start(IReadOnlyList<Tensor?> held, Tensor numbers, bool withStatistics, bool inBackground, Action begun)
    {
        for (int index = 0; index < gradients.Length; index++)
        {
            if (held[index] is null)
            {
                _ = gradients[index].zero_();
            }
        }

        _ = Statistics.zero_();
        hasStatistics = withStatistics;
        if (hasStatistics)
        {
            statistics.Write(Statistics);
        }

        _ = Numbers.copy_(numbers);
        _ = Failures.zero_();
        begun();
        wait = StartSum(inBackground);
    }

    /// <summary>Waits for the end of the sum, if one has started. If a process had failed before it, every process throws.</summary>
    /// <param name="own">The exception of this process, if it has failed since the start.</param>
    /// <returns>The sum of the numbers; null if no sum has started.</returns>
    internal Tensor? Finish(Exception? own)
    {
        if (wait is not { } ended)
        {
            return null;
        }

        wait = null;
        ended();
        ThrowForFailed(own);
        if (hasStatistics)
        {
            statistics.Read(Statistics);
        }

        return Numbers;
    }

    /// <summary>Takes part in the other processes' sum after this process has failed, and throws on every process.</summary>
    /// <param name="error">The exception of this process.</param>
    /// <param name="inBackground">Whether the others sum in the background.</param>
    internal void Fail(Exception error, bool inBackground)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _ = all!.zero_();
        _ = Failures[ranks.Rank].Fill_(1);
        StartSum(inBackground)();
        ThrowForFailed(error);
    }

    public void Dispose()
    {
        Array.ForEach(gradients, view => view.Dispose());
        all?.Dispose();
        (all, gradients, layout) = (null, [], []);
    }

    private Tensor Statistics => all!.narrow(0, all.size(0) - ranks.Size - PhaseNumbers.Count - statistics.Length, statistics.Length);

    private Tensor Numbers => all!.narrow(0, all.size(0) - ranks.Size - PhaseNumbers.Count, PhaseNumbers.Count);

    private Tensor Failures => all!.narrow(0, all.size(0) - ranks.Size, ranks.Size);

    private Action StartSum(bool inBackground)
    {
        if (inBackground)
        {
            return ranks.StartSum(all!);
        }

        ranks.Sum(all!);
        return static () => { };
    }

    private void ThrowForFailed(Exception? own)
    {
        double[] failures = Failures.to(float64, CPU).data<double>().ToArray();
        int[] failed = [.. Enumerable.Range(0, ranks.Size).Where(rank => failures[rank] != 0)];
        if (failed.Length > 0)
        {
            ranks.Throw(failed, own);
        }
    }
}
