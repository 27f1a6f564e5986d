using TorchSharp;
using Xunit;

// The tests share one GPU, count live tensors and change settings of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Dcgan.Core.CudaTests;

/// <summary>Fails each test with one sentence if there is no CUDA device, and disposes the tensors that a test leaves.</summary>
public abstract class CudaTest : IDisposable
{
    private readonly DisposeScope scope;
    private TestFolder? folder;

    protected CudaTest()
    {
        _ = Gpu.Device;
        scope = torch.NewDisposeScope();
    }

    /// <summary>A temporary folder of the test.</summary>
    private protected TestFolder Folder => folder ??= new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            scope.Dispose();
            folder?.Dispose();
        }
    }
}
