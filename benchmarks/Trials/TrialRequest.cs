namespace Dcgan.Benchmarks;

/// <summary>The request to a child process.</summary>
/// <param name="Trial">The trial to measure.</param>
/// <param name="Steps">Timed repetitions.</param>
/// <param name="Threads">libtorch's threads, or ONNX Runtime's.</param>
/// <param name="File">The generator's file; null if the trial reads none.</param>
/// <param name="Started">
/// Timestamp at which the child process was started, from the monotonic clock that all processes of the machine share
/// (<see cref="System.Diagnostics.Stopwatch"/>).
/// </param>
internal sealed record TrialRequest(Trial Trial, int Steps, int Threads, string? File, long Started);
