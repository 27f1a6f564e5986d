namespace Dcgan.Images;

/// <summary>Runs work that may block in the operating system, such as a read from a network drive that does not answer.</summary>
internal static class Interruptible
{
    /// <summary>
    /// Runs the work on another thread and waits for it. On cancellation the wait ends at once and the thread is abandoned; as a
    /// background thread it does not keep the process alive. A result that still arrives is disposed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Canceled before the work was done.</exception>
    public static T Run<T>(Func<T> work, CancellationToken stop)
    {
        Task<T> task = Task.Factory.StartNew(work, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return task.WaitAsync(stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            task.ContinueWith(
                late => (late.Result as IDisposable)?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }
}
