namespace Dcgan.Benchmarks;

/// <summary>A process that measures one trial, or several that cannot be had apart.</summary>
internal interface ITrialProcess
{
    /// <summary>What it does, for the person who waits.</summary>
    string Title { get; }

    /// <summary>Runs it once.</summary>
    /// <param name="options">Steps, threads and PyTorch's command.</param>
    /// <returns>What it measured.</returns>
    /// <exception cref="BenchmarkException">It failed.</exception>
    IEnumerable<(Trial Trial, Reading Reading)> Run(RunOptions options);
}
