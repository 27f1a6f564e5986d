using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The processes of a data-parallel run, as one of them sees them. Pass it to the constructor of <see cref="DcganTrainer"/>: each
/// process then trains on its own images, and the gradients are summed over all processes. The package Dcgan.Mpi has a group over
/// MPI.
/// </summary>
/// <remarks>
/// <see cref="Sum"/>, <see cref="StartSum"/>, <see cref="Broadcast"/> and <see cref="Barrier"/> are collective: every process must
/// call the same methods in the same order, with tensors of the same shape and element type, and each call waits for the other
/// processes. The trainer calls them from one thread at a time. If a call cannot finish, for example because a process has ended, it should throw instead
/// of waiting forever; the trainer then does not use the group again.
/// </remarks>
public interface IProcessGroup
{
    /// <summary>The number of this process, in [0, Size).</summary>
    int Rank { get; }

    /// <summary>The number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>
    /// Replaces a tensor on every process by the elementwise sum over all processes. All processes must get bit-identical results.
    /// </summary>
    /// <param name="values">A contiguous tensor of float32 or float64 values, on the CPU or on the device of the networks.</param>
    void Sum(Tensor values);

    /// <summary>
    /// Starts a <see cref="Sum"/> and, if the group can sum in the background, returns before it has ended, so that the caller can
    /// compute meanwhile. By default, does not return before.
    /// </summary>
    /// <param name="values">As in <see cref="Sum"/>. The caller leaves the tensor alone until the sum has ended.</param>
    /// <returns>
    /// Waits until the sum has ended, and throws if it has failed. The caller calls it once, before it calls any other method of
    /// the group.
    /// </returns>
    Action StartSum(Tensor values)
    {
        Sum(values);
        return static () => { };
    }

    /// <summary>Replaces a tensor on every process by the tensor of one process.</summary>
    /// <param name="values">A contiguous tensor of uint8 values on the CPU.</param>
    /// <param name="root">The rank of the process that sends its tensor.</param>
    void Broadcast(Tensor values, int root);

    /// <summary>Waits until every process has called this method.</summary>
    void Barrier();
}
