namespace Dcgan.Core;

/// <summary>What an <see cref="IDcganMonitor"/> makes of a step.</summary>
[Flags]
public enum MonitorVerdict
{
    /// <summary>Go on.</summary>
    None = 0,

    /// <summary>The run has never been better: <see cref="CheckpointDirectory.SaveBest"/> keeps it.</summary>
    Best = 1,

    /// <summary>Going on is of no use. <see cref="DcganTrainer.Train(IEnumerable{TorchSharp.torch.Tensor}, IProgress{DcganStep}, CancellationToken)"/> ends.</summary>
    Stop = 2,
}
