namespace Dcgan.Benchmarks;

/// <summary>The run cannot go on; the message is for the person at the terminal, who needs no stack trace.</summary>
internal sealed class BenchmarkException : Exception
{
    public BenchmarkException()
    {
    }

    public BenchmarkException(string message)
        : base(message)
    {
    }

    public BenchmarkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
