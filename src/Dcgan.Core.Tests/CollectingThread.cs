namespace Dcgan.Core.Tests;

/// <summary>
/// Collects garbage on another thread, several hundred times a second, until disposed. TorchSharp's own operators with numbers may
/// fail meanwhile, so use it only in tests of the collection <see cref="CountsTensors"/>, and only beside the library's code.
/// </summary>
internal sealed class CollectingThread : IDisposable
{
    private readonly Thread thread;
    private volatile bool stops;

    internal CollectingThread()
    {
        thread = new Thread(() =>
        {
            while (!stops)
            {
                GC.Collect(0);
                Thread.Sleep(1);
            }
        });
        thread.Start();
    }

    public void Dispose()
    {
        stops = true;
        thread.Join();
    }
}
