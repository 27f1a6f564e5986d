using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>
/// A group whose other processes seem to say the same as this one, at once. A trainer of such a group does everything that it does in a
/// real one, except for exchanging data and waiting.
/// </summary>
internal sealed class EchoGroup(int rank, int size) : IProcessGroup
{
    public int Rank => rank;

    public int Size => size;

    /// <summary>
    /// Answers what the processes tell each other: one number each. The sums of gradients stay those of this process, since scaling them
    /// would take as long as a part of a real sum.
    /// </summary>
    public void Sum(torch.Tensor values)
    {
        if (values.dtype == torch.ScalarType.Float64 && values.numel() == size)
        {
            using torch.Tensor own = values[rank].clone();
            _ = values.copy_(own);
        }
    }

    public void Broadcast(torch.Tensor values, int root)
    {
        // The sender's tensor is that of this process already.
    }

    public void Barrier()
    {
        // Nobody is waited for.
    }
}
