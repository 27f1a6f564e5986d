using TorchSharp;

namespace Dcgan.Core.Tests.Processes;

/// <summary>
/// A process group whose processes are threads of this process. A call that another thread can no longer answer throws: the thread has
/// ended, or it makes another call.
/// </summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Shared shared;

    private ThreadGroup(Shared shared, int rank) => (this.shared, Rank) = (shared, rank);

    public int Rank { get; }

    public int Size => shared.Barrier.ParticipantCount;

    /// <summary>The number of values of each sum and broadcast of this rank, in order.</summary>
    internal List<long> Lengths { get; } = [];

    /// <summary>Called before each sum, with the number of its values.</summary>
    internal Action<long> BeforeSum { get; set; } = _ => { };

    /// <summary>Called before the wait for each sum in the background.</summary>
    internal Action BeforeWait { get; set; } = () => { };

    /// <summary>Runs an action on a number of ranks, and returns what each returns or throws.</summary>
    internal static Outcome<T>[] Run<T>(int ranks, Func<ThreadGroup, T> action)
    {
        using var shared = new Shared(ranks);
        var outcomes = new Outcome<T>[ranks];
        Thread[] threads =
        [
            .. Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
            {
                try
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    outcomes[rank] = new Outcome<T>(action(new ThreadGroup(shared, rank)), null);
                }
#pragma warning disable CA1031 // The caller sees the exception.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    outcomes[rank] = new Outcome<T>(default!, error);
                }
                finally
                {
                    shared.Leave(rank);
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return outcomes;
    }

    /// <summary>Runs an action on a number of ranks, none of which may throw.</summary>
    internal static T[] Results<T>(int ranks, Func<ThreadGroup, T> action) => [.. Run(ranks, action).Select(outcome => outcome.Result)];

    public void Sum(torch.Tensor values)
    {
        BeforeSum(values.numel());
        Exchange("sum", values, Add);
    }

    /// <summary>
    /// Sums a copy, as a group does that sends its values while the caller computes: the result appears at the wait, which throws if the
    /// values have been changed meanwhile.
    /// </summary>
    public Action StartSum(torch.Tensor values)
    {
        BeforeSum(values.numel());
        byte[] before = [.. values.bytes];
        torch.Tensor copy = values.clone().DetachFromDisposeScope();
        var sum = Task.Factory.StartNew(
            () => Exchange("sum in the background", copy, Add), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return () =>
        {
            BeforeWait();
            sum.GetAwaiter().GetResult();
            using torch.Tensor result = copy;
            if (!values.bytes.SequenceEqual(before))
            {
                throw new InvalidOperationException("StartSum: the values have been changed before the end of the sum.");
            }

            using IDisposable noGradients = torch.no_grad();
            values.copy_(result);
        };
    }

    public void Broadcast(torch.Tensor values, int root) => Exchange($"broadcast from {root}", values, all => all[root].clone());

    public void Barrier() => Wait();

    private static torch.Tensor Add(torch.Tensor[] all)
    {
        torch.Tensor sum = all[0].clone();
        foreach (torch.Tensor other in all[1..])
        {
            sum.add_(other);
        }

        return sum;
    }

    private void Exchange(string call, torch.Tensor values, Func<torch.Tensor[], torch.Tensor> combine)
    {
        using IDisposable noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Lengths.Add(values.numel());
        string all = $"{call} of {values.numel()} {values.dtype}";
        (shared.Calls[Rank], shared.Tensors[Rank]) = (all, values);
        Wait();
        string[] calls = [.. shared.Calls.Distinct()];
        torch.Tensor? combined = calls.Length == 1 ? combine(shared.Tensors) : null;
        Wait();
        values.copy_(combined ?? throw new InvalidOperationException($"The ranks make different calls: {string.Join("; ", calls)}."));
    }

    private void Wait()
    {
        try
        {
            if (!shared.Barrier.SignalAndWait(Patience, shared.Left.Token))
            {
                throw new TimeoutException("A rank has not made the call.");
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"Rank {shared.FirstToLeave} has ended.");
        }
    }

    internal sealed record Outcome<T>(T Value, Exception? Error)
    {
        internal T Result => Error is null ? Value : throw new InvalidOperationException("A rank has failed.", Error);
    }

    private sealed class Shared(int ranks) : IDisposable
    {
        private int left;

        internal Barrier Barrier { get; } = new(ranks);

        internal string[] Calls { get; } = new string[ranks];

        internal torch.Tensor[] Tensors { get; } = new torch.Tensor[ranks];

        internal CancellationTokenSource Left { get; } = new();

        internal int FirstToLeave { get; private set; } = -1;

        /// <summary>A rank ends. Those that end later find that it is missing.</summary>
        internal void Leave(int rank)
        {
            if (Interlocked.Increment(ref left) == 1)
            {
                FirstToLeave = rank;
            }

            Left.Cancel();
        }

        public void Dispose()
        {
            Barrier.Dispose();
            Left.Dispose();
        }
    }
}
