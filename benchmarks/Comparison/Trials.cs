namespace Dcgan.Benchmarks;

/// <summary>Creates the trials of the rows, at the reference's sizes.</summary>
internal static class Trials
{
    internal static Trial Train(Contender contender, ComputePrecision precision, int batch, bool keepsMemory) =>
        new(contender, TrialWork.Train, precision, batch, keepsMemory);

    internal static Trial Sample(Contender contender, ComputePrecision precision, int batch, bool keepsMemory) =>
        new(contender, TrialWork.Sample, precision, batch, keepsMemory);

    /// <summary>Times the first image of a newly started process.</summary>
    internal static Trial FirstImage(Contender contender) => new(contender, TrialWork.FirstImage, ComputePrecision.Float32, Batch: 1);

    internal static Trial Overhead(Contender contender, ComputePrecision precision) =>
        new(contender, TrialWork.Train, precision, Batch: 8, KeepsMemory: contender == Contender.Library, NetworkSize.Tiny);

    /// <summary>The baseline of a trial: single convolutions with the trial's precision, batch size and networks.</summary>
    internal static Trial Convolutions(Trial trial) => new(
        Contender.LibTorch, TrialWork.ForwardConvolutions, trial.Precision, trial.Batch, KeepsMemory: true, trial.Size);
}
