namespace Dcgan.Core;

/// <summary>Watches a run, step by step: <see cref="DcganTrainer.Monitor"/>.</summary>
public interface IDcganMonitor
{
    /// <summary>Looks at a step, after it has been made.</summary>
    /// <param name="made">Its numbers.</param>
    /// <returns>What to do about it; the host finds it in <see cref="DcganStep.Verdict"/>.</returns>
    MonitorVerdict Observe(DcganStep made);
}
