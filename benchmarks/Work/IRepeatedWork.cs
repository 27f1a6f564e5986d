namespace Dcgan.Benchmarks;

/// <summary>Networks, their data and one thing to do with them again and again.</summary>
internal interface IRepeatedWork : IDisposable
{
    /// <summary>One step, or one batch of samples.</summary>
    void Repeat();
}
