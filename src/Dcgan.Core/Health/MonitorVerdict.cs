namespace Dcgan.Core;

/// <summary>The verdict of an <see cref="IDcganMonitor"/> on a step.</summary>
[Flags]
public enum MonitorVerdict
{
    /// <summary>Continue.</summary>
    None = 0,

    /// <summary>The run is better than ever before; <see cref="CheckpointDirectory.SaveBest"/> saves it.</summary>
    Best = 1,

    /// <summary>
    /// Stop the run. <see cref="DcganTrainer.Train(IEnumerable{DcganBatch}, IProgress{DcganStep}, CancellationToken)"/> returns.
    /// </summary>
    Stop = 2,
}
