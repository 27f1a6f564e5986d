using Dcgan.Core;
using static TorchSharp.torch;

namespace Dcgan.Images.Tests;

/// <summary>A process of a group that only tells its number.</summary>
internal sealed class ProcessOf(int rank, int size) : IProcessGroup
{
    public int Rank => rank;

    public int Size => size;

    public void Sum(Tensor values) => throw new NotSupportedException();

    public void Broadcast(Tensor values, int root) => throw new NotSupportedException();

    public void Barrier() => throw new NotSupportedException();
}
