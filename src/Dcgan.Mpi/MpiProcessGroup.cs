using System.Text;
using Dcgan.Core;
using Dcgan.Mpi.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Mpi;

/// <summary>
/// The processes of an MPI program. <c>mpirun</c> or <c>srun</c> starts them; each calls <see cref="Start"/> once and passes the group to
/// its <see cref="DcganTrainer"/>.
/// </summary>
/// <remarks>
/// Supports Open MPI 4 and 5, MPICH, Intel MPI, MVAPICH, and every MPI with the standard ABI of MPI 5, on Linux and macOS. The library is
/// that of the launcher; the environment variable DCGAN_MPI_LIBRARY names another one. Methods may be called from any thread; during a sum
/// in the background, a thread of the group calls MPI, so do not call it yourself then. Dispose the group on the thread that started it.
/// Tensors of a CUDA device are copied to pinned host memory and back, even if the MPI takes device pointers:
/// <c>MPIX_Query_cuda_support</c> reports how the MPI was built, but not whether the transport in use reads device memory.
/// </remarks>
public sealed partial class MpiProcessGroup : IProcessGroup, IDisposable
{
    /// <summary>The largest number of values of a call in the background, below MPI's limit of 2^31.</summary>
    private const int MostValues = 1 << 27;

    /// <summary>
    /// Bytes of a part of a call that waits, 16 MiB. An MPI allocates as much memory as a sum has, and returns it late; larger parts are no
    /// faster.
    /// </summary>
    internal const int PartBytes = 1 << 24;

    /// <summary>The longest wait for another thread's call before all processes are ended.</summary>
    private const int AbortMilliseconds = 100;

    /// <summary>The longest text that an MPI returns.</summary>
    private const int TextLength = 8192;

    private readonly MpiConstants constants;
    private readonly bool isOwner;
    private readonly Lock guard = new();
    private Tensor? staging;
    private bool hasFailed;
    private bool isDisposed;

    private MpiProcessGroup(MpiConstants constants, string libraryVersion, bool isOwner)
    {
        (this.constants, LibraryVersion, this.isOwner) = (constants, libraryVersion, isOwner);
        Check(MpiFunctions.SetErrorHandler(constants.World, constants.ErrorsReturn), "MPI_Comm_set_errhandler");
        Check(MpiFunctions.Rank(constants.World, out int rank), "MPI_Comm_rank");
        Check(MpiFunctions.Size(constants.World, out int size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
    }

    /// <summary>The rank of this process, in [0, Size).</summary>
    public int Rank { get; }

    /// <summary>The number of processes, at least 1. A program that was started without a launcher has 1.</summary>
    public int Size { get; }

    /// <summary>The number of this process among those of its host, in [0, HostSize).</summary>
    public int HostRank { get; private set; }

    /// <summary>
    /// The number of processes on this host, at least 1. Give each of them its share of the processor:
    /// <c>torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / group.HostSize))</c>.
    /// </summary>
    public int HostSize { get; private set; } = 1;

    /// <summary>The name and version of the MPI library, as it reports them.</summary>
    public string LibraryVersion { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The values are neither float32 nor float64, or not contiguous.</exception>
    /// <exception cref="MpiException">The call has failed.</exception>
    public void Sum(Tensor values)
    {
        nint type = TypeOf(values);
        ForEachPart(values, (address, count) => Check(
            MpiFunctions.AllReduce(constants.InPlace, address, count, type, constants.Sum, constants.World), "MPI_Allreduce"));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The values are not uint8, or not contiguous, or there is no such rank.</exception>
    /// <exception cref="MpiException">The call has failed.</exception>
    public void Broadcast(Tensor values, int root)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dtype != ScalarType.Byte)
        {
            throw new ArgumentException($"values: must be uint8 but was {values.dtype}.", nameof(values));
        }

        if (root < 0 || root >= Size)
        {
            throw new ArgumentOutOfRangeException(nameof(root), $"root: must be in [0, {Size}) but was {root}.");
        }

        CheckContiguous(values);
        ForEachPart(values, (address, count) => Check(
            MpiFunctions.Broadcast(address, count, constants.Byte, root, constants.World), "MPI_Bcast"));
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The call has failed.</exception>
    public void Barrier() => Call(() => Check(MpiFunctions.Barrier(constants.World), "MPI_Barrier"));

    /// <summary>
    /// Ends all processes of the program at once. Call it when this process cannot go on and the others may be waiting for it, such as
    /// after an error before the trainer was constructed on every process. Does not return.
    /// </summary>
    /// <param name="exitCode">The exit code of the program.</param>
    public void Abort(int exitCode)
    {
        // Another thread may be in a call that does not end. Wait for a short call, then end it all the same.
        _ = guard.TryEnter(AbortMilliseconds);
        _ = MpiFunctions.Abort(constants.World, exitCode);
        Environment.Exit(exitCode);
    }

    /// <summary>
    /// Ends MPI in this process, after all processes have come here. After a failed call, or while a sum of <see cref="StartSum"/> is
    /// under way, MPI is not ended: the launcher then ends the other processes when this one exits.
    /// </summary>
    public void Dispose()
    {
        lock (guard)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
            if (background is not null)
            {
                return; // MPI may still write to the memory.
            }

            staging?.Dispose();
            if (isOwner && !hasFailed)
            {
                _ = MpiFunctions.End();
            }
        }
    }

    /// <summary>MPI's type of values that can be summed.</summary>
    private nint TypeOf(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckContiguous(values);
        return values.dtype switch
        {
            ScalarType.Float32 => constants.Float,
            ScalarType.Float64 => constants.Double,
            _ => throw new ArgumentException($"values: must be float32 or float64 but was {values.dtype}.", nameof(values)),
        };
    }

    private static void CheckContiguous(Tensor values)
    {
        if (!values.is_contiguous())
        {
            throw new ArgumentException("values: must be contiguous.", nameof(values));
        }
    }

    private static void Check(int code, string function)
    {
        if (code != 0)
        {
            byte[] text = new byte[TextLength];
            _ = MpiFunctions.ErrorString(code, text, out int length);
            throw new MpiException($"{function} has failed: {InOneLine(Encoding.UTF8.GetString(text, 0, length))}") { ErrorCode = code };
        }
    }

    /// <summary>Makes one line of the text of an error: MPICH's has a line for each function that failed, and the last ones say why.</summary>
    internal static string InOneLine(string text) =>
        string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Replace("error stack:;", "error stack:", StringComparison.Ordinal).TrimEnd('.') + ".";

    /// <summary>Calls a function of MPI on the memory of a tensor, part by part.</summary>
    private void ForEachPart(Tensor values, Action<nint, int> function)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor part in values.view(-1).split(PartBytes / values.element_size()))
        {
            if (part.device_type == DeviceType.CPU)
            {
                Call(() => OnMemory(part, function));
            }
            else
            {
                Tensor host = OnHost(part);
                Call(() => OnMemory(host, function));
                ToDevice(host, part);
            }
        }
    }

    private static unsafe void OnMemory(Tensor values, Action<nint, int> function)
    {
        fixed (byte* address = values.bytes)
        {
            function((nint)address, (int)values.numel());
        }
    }

    /// <summary>Pinned host memory for the values of a device, kept between calls.</summary>
    private Tensor Staging(Tensor values)
    {
        if (staging is null || staging.dtype != values.dtype || staging.numel() < values.numel())
        {
            staging?.Dispose();
            staging = empty([values.numel()], values.dtype, CPU).pin_memory().DetachFromDisposeScope();
        }

        return staging.narrow(0, 0, values.numel());
    }

    /// <summary>Copies values of a device to pinned host memory.</summary>
    private Tensor OnHost(Tensor values)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor host = Staging(values).DetachFromDisposeScope();
        _ = host.copy_(values.view(-1));
        return host;
    }

    private static void ToDevice(Tensor host, Tensor values)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _ = values.copy_(host.view(values.shape));
        host.Dispose();
    }

    private void Call(Action action)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        lock (guard)
        {
            try
            {
                action();
            }
            catch (MpiException)
            {
                hasFailed = true;
                throw;
            }
        }
    }
}
