namespace Dcgan.Core;

/// <summary>
/// Scope in which networks on this thread sample: they normalize with the given statistics, regardless of their training or
/// evaluation mode, and change neither running statistics nor the vectors of spectral normalization. The scope is per thread, like
/// torch's <c>no_grad</c>. Several threads can therefore sample one network, and no network mode has to be restored.
/// </summary>
internal sealed class SamplingMode : IDisposable
{
    [ThreadStatic]
    private static SamplingStatistics? Active;

    private readonly SamplingStatistics? former = Active;

    internal SamplingMode(SamplingStatistics statistics) => Active = statistics;

    /// <summary>The statistics that this thread samples with; null if the thread is not sampling.</summary>
    internal static SamplingStatistics? Current => Active;

    public void Dispose() => Active = former;
}
