using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The processes of a run and how they agree. Before all that they do together, the processes meet: each tells the others, in 8 bytes,
/// what it is about to do, or that it has failed. All then continue alike, or all throw, so that none waits forever. Without a group,
/// there is one process and nothing is communicated.
/// </summary>
internal sealed partial class Ranks
{
    /// <summary>Marks exceptions that all processes know about, with the number of the host's call.</summary>
    private const string SharedKey = "Dcgan.Core.Shared";

    private static readonly Ranks Alone = new(null);
    private static readonly ConditionalWeakTable<IProcessGroup, Ranks> Known = [];

    private readonly IProcessGroup? group;
    private bool isBroken;
    private bool isSumming;
    private long calls;

    private Ranks(IProcessGroup? group)
    {
        this.group = group;
        (Rank, Size) = group is null ? (0, 1) : (group.Rank, group.Size);
        if (Size < 1 || Rank < 0 || Rank >= Size)
        {
            throw new ArgumentException($"processes: Rank must be in [0, Size) but is {Rank}, and Size is {Size}.", nameof(group));
        }
    }

    internal int Rank { get; }

    internal int Size { get; }

    internal bool AreSeveral => Size > 1;

    /// <summary>The ranks of a group, always the same object; one rank if there is no group.</summary>
    internal static Ranks Of(IProcessGroup? group) => group is null ? Alone : Known.GetValue(group, static known => new Ranks(known));

    /// <summary>Sums a tensor over the processes, in place.</summary>
    internal void Sum(Tensor values) => Communicate(() => group!.Sum(values));

    /// <summary>Starts to sum a tensor over the processes, in place.</summary>
    /// <returns>Waits for the end of the sum; called once, before the processes communicate again.</returns>
    internal Action StartSum(Tensor values)
    {
        Action wait = static () => { };
        Communicate(() => wait = group!.StartSum(values));
        isSumming = true;
        return () =>
        {
            isSumming = false;
            Communicate(wait);
        };
    }

    /// <summary>Does this process's part and meets the others.</summary>
    /// <param name="call">What all processes are about to do.</param>
    /// <param name="part">This process's part; returns a number in [0, 2^40).</param>
    /// <returns>The numbers of all processes, by rank.</returns>
    /// <exception cref="ProcessGroupException">
    /// Another process has failed or is elsewhere. If this process is the first that failed, its own exception is thrown.
    /// </exception>
    internal long[] Meet(Call call, Func<long> part)
    {
        if (!AreSeveral)
        {
            return [part()];
        }

        long own = 0;
        Exception? failure = null;
        try
        {
            own = part();
        }
#pragma warning disable CA1031 // It is thrown again, after the other processes know of it.
        catch (Exception error) when (MustTell(error))
#pragma warning restore CA1031
        {
            failure = error;
        }

        return Meet(failure is null ? call : Call.Failed, own, failure);
    }

    /// <summary>Runs an action on every process and returns this process's result, or throws on every process.</summary>
    internal T Run<T>(Call call, Func<T> action)
        where T : class
    {
        T? result = null;
        try
        {
            Meet(call, () =>
            {
                result = action();
                return 0;
            });
            return result!;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Runs an action on the process of rank 0 only. If it throws, every process throws.</summary>
    internal void OnFirst(Call call, Action action) => Meet(call, () =>
    {
        if (Rank == 0)
        {
            action();
        }

        return 0;
    });

    /// <summary>Whether a value is true on any process.</summary>
    internal bool Any(Call call, Func<bool> value) => Meet(call, () => value() ? 1 : 0).Contains(1);

    /// <summary>Tells the other processes that this one has failed, and throws.</summary>
    internal void Announce(Exception error) => _ = Meet(Call.Failed, 0, error);

    /// <summary>
    /// Tells the other processes, at their next call, that this one has failed in a step that they have made, and throws. The states
    /// differ, so all processes give up the group.
    /// </summary>
    internal void AnnounceApart(Exception error) => _ = Meet(Call.FailedApart, 0, error);

    /// <summary>Starts a call of the host: an exception of an earlier call that is thrown again is a new failure.</summary>
    internal void BeginCall() => calls++;

    /// <summary>
    /// Tells the other processes that this one does nothing more. A process that leaves alone, because its host has failed, makes the
    /// others throw.
    /// </summary>
    internal void Leave()
    {
        if (AreSeveral && !isBroken)
        {
            try
            {
                _ = Meet(Call.Dispose, 0, failure: null);
            }
#pragma warning disable CA1031 // Dispose must not throw; the other processes report the error.
            catch
#pragma warning restore CA1031
            {
                isBroken = true;
            }
        }
    }

    /// <summary>Whether the other processes do not yet know of an exception of this process.</summary>
    internal bool MustTell(Exception error) => AreSeveral && !isBroken && error.Data[SharedKey] as long? != calls;

    /// <summary>Throws on all processes for those that have failed.</summary>
    /// <param name="failed">The ranks of the processes that have failed, ascending; at least 1.</param>
    /// <param name="own">The exception of this process; null if it has not failed.</param>
    internal void Throw(IEnumerable<int> failed, Exception? own)
    {
        int first = failed.First();
        string message = Tell(first, own is null or ProcessGroupException ? own?.Message : $"Rank {Rank}: {own.Message}");
        if (Rank == first)
        {
            ExceptionDispatchInfo.Throw(KnownToAll(own!));
        }

        throw KnownToAll(new ProcessGroupException(message, own) { Rank = first });
    }

    /// <summary>Marks an exception that every process throws.</summary>
    internal TException KnownToAll<TException>(TException error)
        where TException : Exception
    {
        error.Data[SharedKey] = calls;
        return error;
    }

    private long[] Meet(Call call, long own, Exception? failure)
    {
        (Call Call, long Number)[] all = Exchange(call, own);
        Call[] told = [.. all.Select(one => one.Call)];
        if (told.Any(HasFailed))
        {
            Throw(told, failure);
        }

        if (told.Distinct().Count() > 1)
        {
            isBroken = true;
            throw KnownToAll(Apart(told));
        }

        return [.. all.Select(one => one.Number)];
    }

    /// <summary>Throws on all processes for those that have failed, and gives up the group if their states differ.</summary>
    private void Throw(Call[] calls, Exception? own)
    {
        try
        {
            Throw(RanksOf(calls, HasFailed), own);
        }
        finally
        {
            isBroken |= calls.Contains(Call.FailedApart);
        }
    }

    private static bool HasFailed(Call call) => call is Call.Failed or Call.EndedFailed or Call.FailedApart;

    private static IEnumerable<int> RanksOf(Call[] calls, Func<Call, bool> predicate) =>
        Enumerable.Range(0, calls.Length).Where(rank => predicate(calls[rank]));

    private void Communicate(Action action)
    {
        if (isBroken)
        {
            throw new ProcessGroupException("The process group has failed before; start the run again from its last checkpoint.");
        }

        if (isSumming)
        {
            // Such as a host's hook during the backward pass. The step fails, and its failure waits for the sum.
            throw new InvalidOperationException("The processes are in a step, which sums gradients in the background; make this call after the step.");
        }

        try
        {
            action();
        }
        catch
        {
            isBroken = true;
            throw;
        }
    }
}
