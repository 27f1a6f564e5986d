namespace Dcgan.Benchmarks;

/// <summary>What the command line decides.</summary>
/// <param name="Rounds">How often every trial runs, interleaved with the others.</param>
/// <param name="Steps">Timed repetitions of a trial in a round.</param>
/// <param name="Threads">Threads of every contender.</param>
/// <param name="PyTorch">The command that runs PyTorch, as words; empty where there is none.</param>
/// <param name="Json">Where the results are written; null for nowhere.</param>
internal sealed record RunOptions(int Rounds, int Steps, int Threads, IReadOnlyList<string> PyTorch, FileInfo? Json)
{
    private const int StepsOfTiny = 25;

    /// <summary>A step of tiny networks takes milliseconds: more of them cost nothing and steady the median.</summary>
    internal int StepsOf(Trial trial) => trial.Size == NetworkSize.Tiny ? Steps * StepsOfTiny : Steps;
}
