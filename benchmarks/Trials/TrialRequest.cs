namespace Dcgan.Benchmarks;

/// <summary>The request that a child process receives.</summary>
/// <param name="Trial">The trial to measure.</param>
/// <param name="Steps">Number of timed repetitions.</param>
/// <param name="Threads">Number of threads for libtorch or ONNX Runtime.</param>
/// <param name="File">The generator's file; null if the trial reads no file.</param>
/// <param name="Started">
/// Timestamp at which the child process was started, from the monotonic clock that all processes of the machine share
/// (<see cref="System.Diagnostics.Stopwatch"/>).
/// </param>
internal sealed record TrialRequest(Trial Trial, int Steps, int Threads, string? File, long Started);
