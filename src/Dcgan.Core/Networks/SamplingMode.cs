namespace Dcgan.Core;

/// <summary>
/// Scope in which networks on this thread sample: they normalize with the given statistics whatever their own mode, and
/// change no statistic. It is per thread, like torch's <c>no_grad</c>, so that several threads can sample one network and no
/// network mode has to be restored.
/// </summary>
internal sealed class SamplingMode : IDisposable
{
    [ThreadStatic]
    private static SamplingStatistics? Active;

    private readonly SamplingStatistics? former = Active;

    internal SamplingMode(SamplingStatistics statistics) => Active = statistics;

    /// <summary>The statistics that this thread samples with; null where it does not sample.</summary>
    internal static SamplingStatistics? Current => Active;

    public void Dispose() => Active = former;
}
