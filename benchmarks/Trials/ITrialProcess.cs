namespace Dcgan.Benchmarks;

/// <summary>A process that measures one trial, or several trials that can only run together.</summary>
internal interface ITrialProcess
{
    /// <summary>Title shown while the process runs.</summary>
    string Title { get; }

    /// <summary>Runs the process once.</summary>
    /// <param name="options">Steps, threads and PyTorch's command.</param>
    /// <returns>The measured trials.</returns>
    /// <exception cref="BenchmarkException">The process failed.</exception>
    IEnumerable<(Trial Trial, Reading Reading)> Run(RunOptions options);
}
