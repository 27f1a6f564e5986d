using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Runs a measure in steps: checks for cancellation before each step and reports the finished fraction after it. Each step runs
/// in a separate <see cref="MeasuringScope"/>. The scope closes before the report, so the host owns the tensors that its callback
/// creates, and the host's gradient mode applies.
/// </summary>
/// <param name="total">Total work of all steps, in any unit. With whole numbers, the last report is exactly 1.</param>
/// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
/// <param name="cancellationToken">Checked before each step.</param>
internal sealed class MeasuringSteps(double total, IProgress<double>? progress, CancellationToken cancellationToken)
{
    private double done;

    /// <summary>Runs one step.</summary>
    /// <param name="work">Work of the step, in the unit of the total.</param>
    /// <param name="step">The step; every tensor it leaves in the current dispose scope is disposed.</param>
    /// <exception cref="OperationCanceledException">The token was canceled before the step.</exception>
    internal void Run(double work, Action step)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (new MeasuringScope())
        {
            step();
        }

        done += work;
        progress?.Report(done / total);
    }

    /// <summary>Runs one step that computes a tensor.</summary>
    /// <param name="work">Work of the step, in the unit of the total.</param>
    /// <param name="step">Returns a new tensor.</param>
    /// <returns>The tensor, outside of every dispose scope; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled before the step.</exception>
    internal Tensor Compute(double work, Func<Tensor> step)
    {
        Tensor? result = null;
        try
        {
            Run(work, () => result = step().DetachFromDisposeScope());
            return result!;
        }
        catch
        {
            // The host's callback may throw after the tensor exists.
            result?.Dispose();
            throw;
        }
    }

    /// <summary>Assigns the next share of the work to a nested measure.</summary>
    /// <param name="work">Work of the nested measure, in the unit of the total.</param>
    /// <returns>Maps the progress of the nested measure, in [0, 1], to its share of the whole; null without a listener.</returns>
    internal IProgress<double>? Part(double work)
    {
        double start = done;
        done += work;
        return progress is null ? null : new NestedProgress(progress, start, work, total);
    }

    private sealed class NestedProgress(IProgress<double> whole, double start, double work, double total) : IProgress<double>
    {
        public void Report(double value) => whole.Report((start + (work * value)) / total);
    }
}
