namespace TrainFaces.Output;

/// <summary>Handles reports at once, on the thread that reports. <see cref="Progress{T}"/> would post them to the thread pool.</summary>
internal sealed class Reporter(Action<double> handle) : IProgress<double>
{
    public void Report(double value) => handle(value);
}
