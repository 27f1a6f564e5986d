using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The memory format of maps inside the networks: channels_last. All channels of a pixel are adjacent, so oneDNN and cuDNN
/// convolve without reordering. Shapes stay [N, C, H, W]; only the strides differ. Every layer keeps the format.
/// </summary>
internal static class ChannelsLast
{
    internal static Tensor Of(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
