namespace Dcgan.Benchmarks;

/// <summary>One thing to time, in a process of its own. Equal trials are measured once, however many rows show them.</summary>
/// <param name="Contender">Whose code.</param>
/// <param name="Work">What is repeated.</param>
/// <param name="Precision">What it computes in.</param>
/// <param name="Batch">Images at a time.</param>
/// <param name="KeepsMemory">Whether freed memory stays with the process: see README.md.</param>
/// <param name="Size">The networks.</param>
internal sealed record Trial(
    Contender Contender,
    TrialWork Work,
    ComputePrecision Precision,
    int Batch,
    bool KeepsMemory = false,
    NetworkSize Size = NetworkSize.Reference)
{
    /// <summary>Whether it starts from a file that another process has to write before.</summary>
    internal bool ReadsFile => Work == TrialWork.FirstImage || Contender == Contender.OnnxRuntime;

    /// <summary>GFLOP of one repetition; null where there is no single one.</summary>
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
