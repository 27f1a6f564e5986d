using Dcgan.Mpi.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Mpi;

/// <content>Sums in the background.</content>
public sealed partial class MpiProcessGroup
{
    /// <summary>
    /// Milliseconds between two looks at a sum in the background. A busy wait would take a core from the computation, and an MPI
    /// moves data only while it is called; in a millisecond, a link of 10 Gbit/s moves 1.2 MB, which the buffers of a socket hold.
    /// </summary>
    private const int PollMilliseconds = 1;

    /// <inheritdoc/>
    /// <remarks>Sums in the background by MPI_Iallreduce, up to 2^27 values; more at once, as <see cref="Sum"/>.</remarks>
    /// <exception cref="ArgumentException">The values are neither float32 nor float64, or not contiguous.</exception>
    /// <exception cref="MpiException">The call has failed.</exception>
    public Action StartSum(Tensor values)
    {
        nint type = TypeOf(values);
        if (values.numel() is 0 or > MostValues)
        {
            Sum(values);
            return static () => { };
        }

        Tensor host = values;
        if (values.device_type != DeviceType.CPU)
        {
            using IDisposable noGradients = no_grad();
            using DisposeScope scope = NewDisposeScope();
            host = Staging(values).DetachFromDisposeScope();
            _ = host.copy_(values.view(-1));
        }

        nint request = 0;
        OnMemory(host, (address, count) => Call(() => Check(
            MpiFunctions.StartAllReduce(constants.InPlace, address, count, type, constants.Sum, constants.World, out request), "MPI_Iallreduce")));
        var isAwaited = new ManualResetEventSlim();
        Task ended = Task.Factory.StartNew(
            () => Finish(request, isAwaited), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return () =>
        {
            isAwaited.Set();
            ended.GetAwaiter().GetResult();
            isAwaited.Dispose();
            if (!ReferenceEquals(host, values))
            {
                using IDisposable noGradients = no_grad();
                using DisposeScope scope = NewDisposeScope();
                _ = values.copy_(host.view(values.shape));
                host.Dispose();
            }
        };
    }

    /// <summary>Looks at a sum from time to time, and waits for its end as soon as the caller does.</summary>
    private void Finish(nint request, ManualResetEventSlim isAwaited)
    {
        byte[] status = new byte[MpiConstants.StatusLength];
        int hasEnded = 0;
        while (hasEnded == 0)
        {
            if (isAwaited.Wait(PollMilliseconds))
            {
                Call(() => Check(MpiFunctions.Wait(ref request, status), "MPI_Wait"));
                return;
            }

            Call(() => Check(MpiFunctions.Test(ref request, out hasEnded, status), "MPI_Test"));
        }
    }
}
