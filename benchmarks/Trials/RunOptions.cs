namespace Dcgan.Benchmarks;

/// <summary>Options from the command line.</summary>
/// <param name="Rounds">How many times each trial runs, interleaved with the others.</param>
/// <param name="Steps">Timed repetitions per trial and round.</param>
/// <param name="Threads">Threads of each contender.</param>
/// <param name="PyTorch">Command that runs PyTorch, split into arguments; empty for none.</param>
/// <param name="Json">File to write the results to; null for none.</param>
internal sealed record RunOptions(int Rounds, int Steps, int Threads, IReadOnlyList<string> PyTorch, FileInfo? Json)
{
    private const int StepsOfTiny = 25;

    /// <summary>Timed repetitions of a trial: more for tiny networks, whose steps take milliseconds, to stabilize the median.</summary>
    internal int StepsOf(Trial trial) => trial.Size == NetworkSize.Tiny ? Steps * StepsOfTiny : Steps;
}
