using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// A copy of networks' running statistics from before a pass, which moves them: the one thing that a step changes before it
/// knows that its numbers are finite.
/// </summary>
internal sealed class RunningStatistics
{
    private readonly (Tensor Buffer, Tensor Former)[] buffers;

    private RunningStatistics((Tensor Buffer, Tensor Former)[] buffers) => this.buffers = buffers;

    /// <summary>Copies them into the current dispose scope.</summary>
    internal static RunningStatistics Of(params Module[] networks)
    {
        using IDisposable noGradients = no_grad();
        return new([.. networks.SelectMany(network => network.buffers()).Select(buffer => (buffer, buffer.clone()))]);
    }

    internal void Restore()
    {
        using IDisposable noGradients = no_grad();
        foreach ((Tensor buffer, Tensor former) in buffers)
        {
            _ = buffer.copy_(former);
        }
    }
}
