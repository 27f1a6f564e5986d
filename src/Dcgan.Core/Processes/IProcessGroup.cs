using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The processes of a data-parallel run, as one of them sees them. Pass it to the constructor of <see cref="DcganTrainer"/>: each
/// process then trains on its own images, and the gradients are summed over all processes. The package Dcgan.Mpi has a group over
/// MPI.
/// </summary>
/// <remarks>
/// <see cref="Sum"/>, <see cref="StartSum"/>, <see cref="Broadcast"/> and <see cref="Barrier"/> are collective: every process must
/// call the same methods in the same order, with tensors of the same shape and element type. A group that wraps another one must
/// forward all of them, <see cref="StartSum"/> too. The trainer calls them from one thread at a time. If a call cannot finish, for
/// example because a process has ended, it should throw instead of waiting forever; the trainer then does not use the group again.
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
    /// Starts to sum a tensor as <see cref="Sum"/> does. A group that can sum in the background returns at once, so that the caller
    /// can compute meanwhile; the default implementation sums before it returns.
    /// </summary>
    /// <param name="values">As in <see cref="Sum"/>. Do not read, change or dispose it until the sum has ended.</param>
    /// <returns>
    /// An action that waits for the end of the sum, and throws if the sum has failed. Call it exactly once, before any other method
    /// of the group.
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
