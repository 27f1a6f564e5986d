using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>
/// Lock of a network, which the networks of a trainer share. Calls that read tensors run at the same time; a call that changes
/// or disposes tensors waits for them and runs alone. Without the lock, libtorch would read freed memory.
/// </summary>
/// <remarks>
/// A thread that writes may also read, so callbacks of the host can sample. A thread that reads cannot write: it would wait for
/// itself.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "The lock outlives what it guards: calls after Dispose must find it.")]
internal sealed class AccessLock
{
    private readonly ReaderWriterLockSlim access = new(LockRecursionPolicy.SupportsRecursion);

    /// <summary>Whether the thread that writes makes a training step. Read and set by that thread only.</summary>
    private bool isStep;

    internal enum Mode
    {
        Read,
        Upgradeable,
        Write,
        Step,
    }

    /// <summary>Waits until no other thread writes.</summary>
    internal Scope Read() => new(this, Mode.Read);

    /// <summary>
    /// Waits until no other thread writes or is about to. Other threads may read until this thread calls <see cref="Write"/>.
    /// </summary>
    /// <param name="call">The caller's method, for the error message.</param>
    /// <exception cref="InvalidOperationException">This thread is reading.</exception>
    internal Scope ReadThenWrite(string call) => new(this, Mode.Upgradeable, call);

    /// <summary>Waits until no other thread reads or writes.</summary>
    /// <param name="call">The caller's method, for the error message.</param>
    /// <exception cref="InvalidOperationException">This thread is reading.</exception>
    internal Scope Write(string call) => new(this, Mode.Write, call);

    /// <summary>
    /// Waits like <see cref="Write"/>. Until the scope ends, this thread may read but not write: a host's hook or optimizer must
    /// not load or dispose what the step uses.
    /// </summary>
    internal Scope Step() => new(this, Mode.Step, nameof(Step));

    private void Enter(Mode mode, string? call)
    {
        if (mode == Mode.Read)
        {
            access.EnterReadLock();
            return;
        }

        if (access.IsWriteLockHeld && isStep)
        {
            throw new InvalidOperationException($"{call}: a step on this thread is still using the network.");
        }

        try
        {
            if (mode == Mode.Upgradeable)
            {
                access.EnterUpgradeableReadLock();
            }
            else
            {
                access.EnterWriteLock();
            }
        }
        catch (LockRecursionException error)
        {
            throw new InvalidOperationException($"{call}: a call on this thread is still using the network.", error);
        }

        isStep = mode == Mode.Step;
    }

    private void Exit(Mode mode)
    {
        switch (mode)
        {
            case Mode.Read:
                access.ExitReadLock();
                return;
            case Mode.Upgradeable:
                access.ExitUpgradeableReadLock();
                break;
            default:
                isStep = false;
                access.ExitWriteLock();
                break;
        }

        if (!access.IsWriteLockHeld && !access.IsUpgradeableReadLockHeld)
        {
            LetWaitingThreadsIn();
        }
    }

    /// <summary>
    /// A loop of training steps releases the lock for microseconds only. A thread that waits for the lock needs longer than that
    /// to wake up, so it might never get the lock.
    /// </summary>
    private void LetWaitingThreadsIn()
    {
        var spin = default(SpinWait);
        while (access.WaitingReadCount + access.WaitingWriteCount + access.WaitingUpgradeCount > 0)
        {
            spin.SpinOnce();
        }
    }

    /// <summary>Leaves the lock when disposed.</summary>
    internal readonly ref struct Scope
    {
        private readonly AccessLock owner;
        private readonly Mode mode;

        internal Scope(AccessLock owner, Mode mode, string? call = null)
        {
            owner.Enter(mode, call);
            this.owner = owner;
            this.mode = mode;
        }

        public void Dispose() => owner.Exit(mode);
    }
}
