namespace Dcgan.Benchmarks;

/// <summary>Options from the command line.</summary>
/// <param name="Rounds">Number of times that each trial runs, interleaved with the other trials.</param>
/// <param name="Steps">Number of timed repetitions per trial and round.</param>
/// <param name="Threads">Number of threads of each contender.</param>
/// <param name="PyTorch">Command that runs PyTorch, split into arguments; empty to skip PyTorch.</param>
/// <param name="Json">File to write the results to; null for no file.</param>
internal sealed record RunOptions(int Rounds, int Steps, int Threads, IReadOnlyList<string> PyTorch, FileInfo? Json)
{
    private const int StepsOfTiny = 25;

    /// <summary>
    /// Number of timed repetitions of a trial. Tiny networks, whose steps take milliseconds, get more repetitions to
    /// stabilize the median.
    /// </summary>
    internal int StepsOf(Trial trial) => trial.Size == NetworkSize.Tiny ? Steps * StepsOfTiny : Steps;
}
