using Dcgan.Mpi.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Mpi;

/// <content>Sums in the background.</content>
public sealed partial class MpiProcessGroup
{
    /// <summary>
    /// Milliseconds between two polls of a sum in the background. An MPI moves data only while it is called, and a busy wait would take a
    /// core from the computation. In a millisecond, a link of 10 Gbit/s moves 1.2 MB, for which Linux's socket buffers have room (tcp_wmem,
    /// tcp_rmem: 4 and 6 MB); faster links wait for the polls.
    /// </summary>
    private const int PollMilliseconds = 1;

    /// <summary>The sum that nobody has waited for yet; null if there is none.</summary>
    private Task? background;

    /// <inheritdoc/>
    /// <remarks>Runs MPI_Iallreduce on up to 2^27 values. A larger tensor is summed before the method returns.</remarks>
    /// <exception cref="ArgumentException">The values are neither float32 nor float64, or not contiguous.</exception>
    /// <exception cref="InvalidOperationException">Another sum is under way.</exception>
    /// <exception cref="MpiException">The call has failed.</exception>
    public Action StartSum(Tensor values)
    {
        nint type = TypeOf(values);
        if (background is not null)
        {
            throw new InvalidOperationException("StartSum: another sum is under way; wait for it first.");
        }

        if (values.numel() is 0 or > MostValues)
        {
            Sum(values);
            return static () => { };
        }

        Tensor host = values.device_type == DeviceType.CPU ? values : OnHost(values);
        nint request = 0;
        OnMemory(host, (address, count) => Call(() => Check(
            MpiFunctions.StartAllReduce(constants.InPlace, address, count, type, constants.Sum, constants.World, out request), "MPI_Iallreduce")));
        var isAwaited = new ManualResetEventSlim(initialState: false, spinCount: 0);
        Task sum = Task.Factory.StartNew(
            () => Finish(request, isAwaited), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        background = sum;
        return () =>
        {
            isAwaited.Set();
            sum.GetAwaiter().GetResult();
            isAwaited.Dispose();
            if (!ReferenceEquals(host, values))
            {
                ToDevice(host, values);
            }

            background = null; // Not after a failure: Dispose then leaves MPI alone.
        };
    }

    /// <summary>Polls a sum, and waits for its end as soon as the caller does.</summary>
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
