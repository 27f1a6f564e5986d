namespace Dcgan.Benchmarks;

/// <summary>Networks, their data and an operation to repeat.</summary>
internal interface IRepeatedWork : IDisposable
{
    /// <summary>Runs one step, or generates one batch of samples.</summary>
    void Repeat();
}
