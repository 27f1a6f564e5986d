using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Adds the layers of a network to a graph. Constants have the same names as the parameters in the network's state dict. Maps are
/// [N, C, H, W]. If a linear layer's features are channels-last in the network, its weight is reordered. Statistics are null if a
/// layer has no normalization or normalizes with batch statistics. "Modulate" adds the scales and shifts of the classes to normalized maps.
/// </summary>
internal static class OnnxLayers
{
    /// <summary>Adds the generator's first layer, which projects latents [N, Z] to the smallest maps.</summary>
    internal static string Project(
        OnnxGraph graph, string latents, string name, Projection layer, ChannelStatistics? statistics, Func<string, string> modulate)
    {
        using DisposeScope scope = NewDisposeScope();
        (long depth, long height, long width) = (layer.Depth, layer.Size.Height, layer.Size.Width);
        FoldedWeights folded = layer.Folded(statistics);
        Tensor weight = folded.Weight.view(height, width, depth, -1).permute(2, 0, 1, 3).reshape(height * width * depth, -1);
        Tensor bias = folded.Bias!.view(height, width, depth).permute(2, 0, 1).reshape(-1);
        string features = Linear(graph, latents, $"{name}.features", $"{name}.{Projection.LinearKey}", weight, bias);
        string maps = graph.Apply("Reshape", $"{name}.maps", [features, graph.Numbers($"{name}.shape", 0, depth, height, width)]);
        maps = modulate(OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics));
        return graph.Apply("Relu", $"{name}.rectified", [maps]);
    }

    /// <summary>Adds a stage of the generator, without the final tanh.</summary>
    /// <remarks>
    /// It uses the ConvTranspose operator. The four phases that <see cref="Upsampling"/> may choose would be a convolution and
    /// DepthToSpace. In ONNX Runtime, they take 0.9 to 1.9 times as long at the reference's stages with batches of 1 and 64, and
    /// their weights take 36/25 of the space of 5x5 kernels.
    /// </remarks>
    internal static string Upsample(
        OnnxGraph graph, string maps, string name, TransposedConvolution layer, ChannelStatistics? statistics, Func<string, string> modulate)
    {
        using DisposeScope scope = NewDisposeScope();
        FoldedWeights folded = layer.Folded(statistics);
        AttributeProto padding = OnnxAttribute.Of("output_padding", Kernel.OutputPadding(folded.Weight));
        maps = Convolve(graph, "ConvTranspose", maps, name, folded, padding);
        maps = OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics);
        return layer.Norm is null ? maps : graph.Apply("Relu", $"{name}.rectified", [modulate(maps)]);
    }

    /// <summary>Adds a stage of the discriminator.</summary>
    internal static string Downsample(OnnxGraph graph, string maps, string name, Convolution layer, ChannelStatistics? statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        maps = Convolve(graph, "Conv", maps, name, layer.Folded(statistics));
        maps = OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics);
        return graph.Apply("LeakyRelu", $"{name}.rectified", [maps], OnnxAttribute.Of("alpha", (float)Convolution.LeakySlope));
    }

    /// <summary>Adds the discriminator's last layer: the smallest maps [N, C, h, w] to logits.</summary>
    internal static string Classify(OnnxGraph graph, string maps, string logits, string name, Linear layer, SpatialSize size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = layer.EffectiveWeight.view(layer.Weight.size(0), size.Height, size.Width, -1).permute(0, 3, 1, 2).flatten(1);
        string features = graph.Apply("Flatten", $"{name}.features", [maps], OnnxAttribute.Of("axis", 1));
        return Linear(graph, features, logits, name, weight, layer.Bias);
    }

    private static string Linear(OnnxGraph graph, string input, string output, string name, Tensor weight, Tensor bias)
    {
        string[] inputs = [input, graph.Weight($"{name}.weight", weight), graph.Weight($"{name}.bias", bias)];
        return graph.Apply("Gemm", output, inputs, OnnxAttribute.Of("transB", 1));
    }

    private static string Convolve(
        OnnxGraph graph, string operation, string maps, string name, FoldedWeights weights, params AttributeProto[] attributes)
    {
        List<string> inputs = [maps, graph.Weight($"{name}.weight", weights.Weight)];
        if (weights.Bias is Tensor bias)
        {
            inputs.Add(graph.Weight($"{name}.bias", bias));
        }

        return graph.Apply(
            operation,
            $"{name}.convolved",
            inputs,
            [
                OnnxAttribute.Of("kernel_shape", weights.Weight.Sizes()[2..]),
                OnnxAttribute.Of("strides", Kernel.Stride),
                OnnxAttribute.Of("pads", [.. Kernel.Padding(weights.Weight), .. Kernel.Padding(weights.Weight)]),
                .. attributes,
            ]);
    }
}
