using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The memory format of maps inside the networks: channels_last. All channels of a pixel are adjacent, so oneDNN and cuDNN
/// convolve without reordering. Shapes stay [N, C, H, W]; only the strides differ. Every layer keeps the format.
/// </summary>
internal static class ChannelsLast
{
    internal static Tensor Of(Tensor maps) => (maps.size(1) == 1 ? OfOneChannel(maps) : Pixels(maps)).permute(0, 3, 1, 2);

    /// <summary>The maps with the channels innermost, [N, H, W, C], contiguous.</summary>
    internal static Tensor Pixels(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous();

    /// <summary>
    /// Maps of one channel, [N, 1, H, W] to [N, H, W, 1]. Both formats order their elements alike. But a convolution chooses the format of
    /// its result by the strides, and the channel's stride is 1 only in channels_last.
    /// </summary>
    private static Tensor OfOneChannel(Tensor maps) => maps.contiguous().squeeze(1).unsqueeze(-1);
}
