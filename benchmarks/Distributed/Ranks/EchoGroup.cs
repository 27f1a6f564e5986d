using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>
/// A group whose other processes do not exist: each seems to do and say the same as this one, at once. A trainer of such a group does
/// everything that it does in a real one, except for waiting.
/// </summary>
internal sealed class EchoGroup(int rank, int size) : IProcessGroup
{
    public int Rank => rank;

    public int Size => size;

    public void Sum(torch.Tensor values)
    {
        using IDisposable noGradients = torch.no_grad();
        if (values.dtype == torch.ScalarType.Float64 && values.numel() == size)
        {
            // What the processes tell each other: one number each.
            using torch.Tensor own = values[rank].clone();
            _ = values.copy_(own);
        }
        else
        {
            _ = values.mul_(size);
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
