using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Networks;

/// <summary>
/// The networks in training mode, written again from libtorch's operators alone: an independent definition of what the library's
/// layers compute, for images of any height and width.
/// </summary>
internal static class PlainNetworks
{
    private const double Epsilon = 1e-3;

    /// <param name="weights">The generator's state dict.</param>
    /// <param name="latents">[N, Z].</param>
    /// <param name="height">Height of the smallest maps.</param>
    /// <param name="width">Width of the smallest maps.</param>
    internal static Tensor Images(IReadOnlyDictionary<string, Tensor> weights, Tensor latents, long height, long width)
    {
        Tensor features = latents.matmul(weights["project.linear.weight"].t()) + weights["project.linear.bias"];

        // Feature (row · width + column) · depth + channel.
        Tensor maps = features.view(latents.shape[0], height * width, -1).transpose(1, 2).reshape(latents.shape[0], -1, height, width);
        maps = Normalized(weights, "project", maps).relu();
        for (int stage = 0; weights.TryGetValue($"stages.{stage}.weight", out Tensor? weight); stage++)
        {
            string name = $"stages.{stage}";
            maps = nn.functional.conv_transpose2d(
                maps, weight, weights.GetValueOrDefault($"{name}.bias"), strides: [2, 2], padding: [2, 2], output_padding: [1, 1]);
            maps = weights.ContainsKey($"{name}.bias") ? maps.tanh() : Normalized(weights, name, maps).relu();
        }

        return maps;
    }

    /// <param name="weights">The discriminator's state dict.</param>
    /// <param name="images">[N, C, H, W].</param>
    internal static Tensor Logits(IReadOnlyDictionary<string, Tensor> weights, Tensor images)
    {
        Tensor maps = images;
        for (int stage = 0; weights.TryGetValue($"stages.{stage}.weight", out Tensor? weight); stage++)
        {
            maps = nn.functional.conv2d(maps, weight, strides: [2, 2], padding: [2, 2]);
            maps = nn.functional.leaky_relu(Normalized(weights, $"stages.{stage}", maps), 0.2);
        }

        Tensor features = maps.flatten(2).transpose(1, 2).reshape(maps.shape[0], -1);
        return features.matmul(weights["classifier.weight"].t()) + weights["classifier.bias"];
    }

    private static Tensor Normalized(IReadOnlyDictionary<string, Tensor> weights, string name, Tensor maps)
    {
        Tensor mean = maps.mean([0, 2, 3], keepdim: true);
        Tensor variance = (maps - mean).square().mean([0, 2, 3], keepdim: true);
        Tensor scale = weights[$"{name}.norm.weight"].view(1, -1, 1, 1);
        return ((maps - mean) / (variance + Epsilon).sqrt() * scale) + weights[$"{name}.norm.bias"].view(1, -1, 1, 1);
    }
}
