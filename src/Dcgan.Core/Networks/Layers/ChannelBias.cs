using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The bias of the formulations that add it after the convolution.</summary>
internal static class ChannelBias
{
    /// <summary>Adds a bias [C] to maps [N, C, H, W]; null adds nothing.</summary>
    internal static Tensor WithBias(this Tensor maps, Tensor? bias) => bias is null ? maps : maps.Add(bias.view(1, -1, 1, 1));
}
