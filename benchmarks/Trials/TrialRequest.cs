namespace Dcgan.Benchmarks;

/// <summary>What a child process is asked.</summary>
/// <param name="Trial">What to measure.</param>
/// <param name="Steps">Timed repetitions.</param>
/// <param name="Threads">libtorch's threads, or ONNX Runtime's.</param>
/// <param name="File">The generator's file, where the trial reads one.</param>
/// <param name="Started">
/// When the child was started, as this machine's monotonic clock has it (<see cref="System.Diagnostics.Stopwatch"/>), which
/// all of its processes share.
/// </param>
internal sealed record TrialRequest(Trial Trial, int Steps, int Threads, string? File, long Started);
