using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The memory order of maps inside the networks: a pixel's channels side by side, in which oneDNN and cuDNN convolve without
/// reordering. Shapes stay [N, C, H, W]; only the strides differ, and every layer hands them on.
/// </summary>
internal static class ChannelsLast
{
    internal static Tensor Of(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
