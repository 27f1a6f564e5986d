namespace Dcgan.Core;

/// <summary>
/// Scope in which networks on this thread sample: they normalize with the given statistics, regardless of their training or
/// evaluation mode, and change neither running statistics nor the vectors of spectral normalization. The scope is per thread, like
/// torch's <c>no_grad</c>. Several threads can therefore sample one network, and no network mode has to be restored.
/// </summary>
internal sealed class SamplingMode : IDisposable
{
    [ThreadStatic]
    private static SamplingMode? Active;

    private readonly SamplingMode? former = Active;
    private readonly SamplingStatistics statistics;
    private readonly bool isTraining;

    /// <param name="statistics">The statistics of batch normalization.</param>
    /// <param name="isTraining">
    /// Whether the passes belong to training, as those of a penalty do. Spectral normalization in training mode then runs its power
    /// iteration as in every training pass; only the running statistics stay.
    /// </param>
    internal SamplingMode(SamplingStatistics statistics, bool isTraining = false)
    {
        this.statistics = statistics;
        this.isTraining = isTraining;
        Active = this;
    }

    /// <summary>The statistics that this thread samples with; null if the thread is not sampling.</summary>
    internal static SamplingStatistics? Current => Active?.statistics;

    /// <summary>Whether a pass on this thread may change the vectors of spectral normalization.</summary>
    internal static bool AllowsIterations => Active is null or { isTraining: true };

    public void Dispose() => Active = former;
}
