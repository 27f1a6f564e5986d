namespace Dcgan.Benchmarks;

/// <summary>A measurement that runs in its own process. Equal trials are measured once, even if several rows show them.</summary>
/// <param name="Contender">The implementation.</param>
/// <param name="Work">The repeated work.</param>
/// <param name="Precision">Precision of the computation.</param>
/// <param name="Batch">Number of images per batch.</param>
/// <param name="KeepsMemory">Whether the process keeps freed memory (see README.md).</param>
/// <param name="Size">Size of the networks.</param>
internal sealed record Trial(
    Contender Contender,
    TrialWork Work,
    ComputePrecision Precision,
    int Batch,
    bool KeepsMemory = false,
    NetworkSize Size = NetworkSize.Reference)
{
    /// <summary>Whether the trial reads a file that another process must write first.</summary>
    internal bool ReadsFile => Work == TrialWork.FirstImage || Contender == Contender.OnnxRuntime;

    /// <summary>GFLOP of one repetition; null if it is not defined.</summary>
    internal double? Gigaflop => Work switch
    {
        TrialWork.Train => Batch * StepArithmetic.Train(NetworkShape.Of(Size)) / 1e9,
        TrialWork.Sample or TrialWork.SampleByBatch => Batch * StepArithmetic.Sample(NetworkShape.Of(Size)) / 1e9,
        _ => null,
    };

    public override string ToString() => string.Join(' ', ((string[])
    [
        Contender.Id,
        Work.ToString(),
        Precision.ToString(),
        $"batch {Batch}",
        Size == NetworkSize.Reference ? "" : $"depths {Size}",
        KeepsMemory ? "kept memory" : "",
    ]).Where(part => part.Length > 0));
}
