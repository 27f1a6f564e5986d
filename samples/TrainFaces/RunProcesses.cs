using Dcgan.Core;
using Dcgan.Mpi;
using TorchSharp;

namespace TrainFaces;

/// <summary>The processes that train together: those of mpirun with --mpi, otherwise this one alone.</summary>
/// <param name="rank">The number of this process, from 0.</param>
/// <param name="count">The number of processes.</param>
/// <param name="group">The processes of mpirun; null without --mpi.</param>
internal sealed class RunProcesses(int rank, int count, MpiProcessGroup? group = null)
{
    /// <summary>This process alone.</summary>
    public static RunProcesses Alone { get; } = new(0, 1);

    /// <summary>The group for the trainer; null without --mpi.</summary>
    public IProcessGroup? Group => group;

    /// <summary>The number of this process, from 0.</summary>
    public int Rank => rank;

    /// <summary>The number of processes.</summary>
    public int Count => count;

    /// <summary>The number of processes on this machine.</summary>
    public int CountOnHost => group?.HostSize ?? 1;

    /// <summary>Whether this process shows the progress and writes the files of the run.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Whether a value is true on any process. Every process must make this call.</summary>
    public bool Any(bool value) => group?.Any(value) ?? value;

    /// <summary>
    /// The bytes of the process of rank 0. Every process must make this call. Nothing may fail between the last <see cref="Together"/> and
    /// this call: a broadcast waits for every process.
    /// </summary>
    public byte[] OfFirst(byte[] bytes)
    {
        if (group is null)
        {
            return bytes;
        }

        int length = BitConverter.ToInt32(Broadcast(BitConverter.GetBytes(bytes.Length)));
        Array.Resize(ref bytes, length);
        return Broadcast(bytes);
    }

    /// <summary>Runs an action on every process. If it throws on one, it throws on all.</summary>
    public void Together(Action action)
    {
        if (group is null)
        {
            action();
        }
        else
        {
            group.RunTogether(action);
        }
    }

    private byte[] Broadcast(byte[] bytes)
    {
        using torch.Tensor values = torch.tensor(bytes);
        group!.Broadcast(values, root: 0);
        return values.data<byte>().ToArray();
    }
}
