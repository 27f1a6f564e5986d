namespace Dcgan.Benchmarks;

/// <summary>What a child process is asked.</summary>
/// <param name="Trial">What to measure.</param>
/// <param name="Steps">Timed repetitions.</param>
/// <param name="Threads">libtorch's threads.</param>
internal sealed record TrialRequest(Trial Trial, int Steps, int Threads);
