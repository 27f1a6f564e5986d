using System.Runtime.ExceptionServices;

namespace Dcgan.Core;

/// <content>Actions of the host that fail on all processes if they fail on one.</content>
internal sealed partial class Ranks
{
    private long depth;

    /// <summary>
    /// Runs an action on every process. At its end, all processes meet. A process that fails in the action is there early: the others
    /// find it at their next meeting within the action, throw, and come to the end too.
    /// </summary>
    internal void RunTogether(Action action)
    {
        depth++;
        Exception? failure = null;
        try
        {
            action();
        }
#pragma warning disable CA1031 // It is thrown again, after the other processes know of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }

        try
        {
            while (AreSeveral && !isBroken && !MeetAtEnd(ref failure))
            {
            }
        }
        finally
        {
            depth--;
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Meets the other processes once.</summary>
    /// <param name="failure">The exception of this process. Set if another process has failed.</param>
    /// <returns>Whether this process must not meet the others again at the end of this action.</returns>
    private bool MeetAtEnd(ref Exception? failure)
    {
        Call own = failure is null ? Call.Ended : MustTell(failure) ? Call.EndedFailed : Call.EndedKnown;
        (Call Call, long Number)[] all = Exchange(own, depth);
        Call[] calls = [.. all.Select(told => told.Call)];
        bool isEnd = all.All(told => IsEnd(told.Call) && told.Number == depth);
        try
        {
            if (calls.Any(HasFailed))
            {
                Throw(calls, own == Call.EndedFailed ? failure : null);
            }

            if (!isEnd)
            {
                isBroken = true;
                throw KnownToAll(Apart(calls));
            }

            if (calls.Contains(Call.EndedKnown))
            {
                Throw(RanksOf(calls, call => call == Call.EndedKnown), failure);
            }
        }
#pragma warning disable CA1031 // RunTogether throws it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = own == Call.EndedKnown ? failure : error;
        }

        // A process that is at the end of an outer action waits there.
        return isEnd || all.Any(told => IsEnd(told.Call) && told.Number < depth);
    }

    private static bool IsEnd(Call call) => call is Call.Ended or Call.EndedFailed or Call.EndedKnown;
}
