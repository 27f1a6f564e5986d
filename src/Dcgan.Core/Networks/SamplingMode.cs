namespace Dcgan.Core;

/// <summary>
/// While it lives, networks that run on this thread make images for use: whatever their own mode, they normalise as asked
/// and change no statistic. A state of the thread, as torch's <c>no_grad</c> is, so that several threads can sample one
/// network and no network has to be put back.
/// </summary>
internal sealed class SamplingMode : IDisposable
{
    [ThreadStatic]
    private static SamplingStatistics? Active;

    private readonly SamplingStatistics? former = Active;

    internal SamplingMode(SamplingStatistics statistics) => Active = statistics;

    /// <summary>What this thread samples by; null where it does not sample.</summary>
    internal static SamplingStatistics? Current => Active;

    public void Dispose() => Active = former;
}
