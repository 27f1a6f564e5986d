using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The transposed convolution of <see cref="Kernel"/>, [N, in, H, W] to [N, out, 2H, 2W], by the faster of two formulations
/// that compute the same.
/// </summary>
internal static class Upsampling
{
    /// <param name="input">[N, in, H, W].</param>
    /// <param name="weight">[in, out, 5, 5].</param>
    /// <param name="bias">[out], or null.</param>
    internal static Tensor Of(Tensor input, Tensor weight, Tensor? bias) =>
        PrefersProduct(input, weight) ? Product(input, weight, bias) : Direct(input, weight, bias);

    internal static Tensor Direct(Tensor input, Tensor weight, Tensor? bias) =>
        functional.conv_transpose2d(input, weight, bias, Kernel.Stride, Kernel.Padding, Kernel.OutputPadding);

    /// <summary>
    /// One matrix product gives each place's contribution to the 25 places around it, [N·H·W, in] by [in, out·25]; fold adds
    /// them up where they fall.
    /// </summary>
    internal static Tensor Product(Tensor input, Tensor weight, Tensor? bias)
    {
        (long count, long channels, long height, long width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        Tensor places = input.permute(0, 2, 3, 1).reshape(-1, channels);
        Tensor contributions = places.mm(weight.view(channels, -1)).view(count, height * width, -1).transpose(1, 2);
        Tensor maps = functional.fold(
            contributions, (2 * height, 2 * width), (Kernel.Side, Kernel.Side), padding: (Kernel.Padding[0], Kernel.Padding[1]), stride: (Kernel.Stride[0], Kernel.Stride[1]));
        return bias is null ? maps : maps + bias.view(1, -1, 1, 1);
    }

    /// <summary>
    /// The choice, as measured (benchmarks: layers). On a processor the weight's gradient of small maps with many channels
    /// is several times faster as a product, because a convolution there is nearly all weight; without gradients, and where
    /// maps are large, adding up the contributions costs more than it saves.
    /// </summary>
    private static bool PrefersProduct(Tensor input, Tensor weight) =>
        input.device_type == DeviceType.CPU
        && input.dtype == ScalarType.BFloat16
        && weight.requires_grad
        && input.shape[2] * input.shape[3] <= 16
        && input.shape[1] >= 256;
}
