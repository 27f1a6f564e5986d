namespace Dcgan.Core;

/// <summary>Observes the steps of a run; see <see cref="DcganTrainer.Monitor"/>.</summary>
public interface IDcganMonitor
{
    /// <summary>
    /// Called after each step, outside the library's dispose scopes: tensors created in this method belong to the monitor.
    /// </summary>
    /// <param name="numbers">The numbers of the step.</param>
    /// <returns>The verdict, which the host finds in <see cref="DcganStep.Verdict"/>.</returns>
    MonitorVerdict Observe(DcganStep numbers);
}
