using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The networks' layers as nodes. A layer's constants have the names that its parameters have in the network's state dict;
/// maps are [N, C, H, W] throughout, statistics are null where a layer goes by the batch or is not normalised, and the order of the features in the linear layers is changed to theirs.
/// </summary>
internal static class OnnxLayers
{
    /// <summary>The generator's start: latents [N, Z] to the smallest maps.</summary>
    internal static string Project(OnnxGraph graph, string latents, string name, Projection layer, ChannelStatistics? statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        (long side, long depth) = (layer.Side, layer.Depth);
        Tensor weight = Plain(layer.Linear.Weight).view(side, side, depth, -1).permute(2, 0, 1, 3).reshape(side * side * depth, -1);
        Tensor bias = Plain(layer.Linear.Bias).view(side, side, depth).permute(2, 0, 1).reshape(-1);
        if (OnnxNormalization.Foldable(layer.Norm, statistics) is FoldedNormalization folded)
        {
            Tensor scale = Plain(folded.Scale).repeat_interleave(side * side);
            weight *= scale.unsqueeze(1);
            bias = (bias * scale) + Plain(folded.Shift).repeat_interleave(side * side);
        }

        string features = Linear(graph, latents, $"{name}.features", $"{name}.linear", weight, bias);
        string maps = graph.Apply("Reshape", $"{name}.maps", [features, graph.Numbers($"{name}.shape", 0, depth, side, side)]);
        maps = OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics);
        return graph.Apply("Relu", $"{name}.rectified", [maps]);
    }

    /// <summary>A stage of the generator, without the tanh of the last one.</summary>
    /// <remarks>
    /// As ONNX's own operator: in ONNX Runtime the four phases that <see cref="Upsampling"/> may choose, a convolution and
    /// DepthToSpace, take 0.9 to 1.9 times as long at the reference's stages, batches of 1 and 64, and 36/25 of the space.
    /// </remarks>
    internal static string Upsample(OnnxGraph graph, string maps, string name, TransposedConvolution layer, ChannelStatistics? statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        FoldedNormalization? folded = OnnxNormalization.Foldable(layer.Norm, statistics);
        Tensor weight = folded is null ? layer.Weight : Plain(layer.Weight) * Plain(folded.Scale).view(1, -1, 1, 1);
        AttributeProto padding = OnnxAttribute.Of("output_padding", Kernel.OutputPadding);
        maps = Convolve(graph, "ConvTranspose", maps, name, weight, folded?.Shift ?? layer.Bias, padding);
        maps = OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics);
        return layer.Norm is null ? maps : graph.Apply("Relu", $"{name}.rectified", [maps]);
    }

    /// <summary>A stage of the discriminator.</summary>
    internal static string Downsample(OnnxGraph graph, string maps, string name, Convolution layer, ChannelStatistics? statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        FoldedNormalization? folded = OnnxNormalization.Foldable(layer.Norm, statistics);
        Tensor weight = layer.Weight;
        if (folded is not null)
        {
            weight = Plain(weight) * Plain(folded.Scale).view(-1, 1, 1, 1);
        }

        maps = Convolve(graph, "Conv", maps, name, weight, folded?.Shift ?? layer.Bias);
        maps = OnnxNormalization.ByBatch(graph, maps, $"{name}.norm", layer.Norm, statistics);
        return graph.Apply("LeakyRelu", $"{name}.rectified", [maps], OnnxAttribute.Of("alpha", (float)Convolution.LeakySlope));
    }

    /// <summary>The discriminator's end: its smallest maps [N, C, s, s] to logits.</summary>
    internal static string Classify(OnnxGraph graph, string maps, string logits, string name, Linear layer, long side)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = layer.EffectiveWeight.view(layer.Weight.shape[0], side, side, -1).permute(0, 3, 1, 2).flatten(1);
        string features = graph.Apply("Flatten", $"{name}.features", [maps], OnnxAttribute.Of("axis", 1));
        return Linear(graph, features, logits, name, weight, layer.Bias);
    }

    private static string Linear(OnnxGraph graph, string input, string output, string name, Tensor weight, Tensor bias)
    {
        string[] inputs = [input, graph.Weight($"{name}.weight", weight), graph.Weight($"{name}.bias", bias)];
        return graph.Apply("Gemm", output, inputs, OnnxAttribute.Of("transB", 1));
    }

    private static string Convolve(
        OnnxGraph graph, string operation, string maps, string name, Tensor weight, Tensor? bias, params AttributeProto[] attributes)
    {
        List<string> inputs = [maps, graph.Weight($"{name}.weight", weight)];
        if (bias is not null)
        {
            inputs.Add(graph.Weight($"{name}.bias", bias));
        }

        return graph.Apply(
            operation,
            $"{name}.convolved",
            inputs,
            [
                OnnxAttribute.Of("kernel_shape", Kernel.Side, Kernel.Side),
                OnnxAttribute.Of("strides", Kernel.Stride),
                OnnxAttribute.Of("pads", [.. Kernel.Padding, .. Kernel.Padding]),
                .. attributes,
            ]);
    }

    /// <summary>In float32 before anything is computed of it: a network in bfloat16 would round again.</summary>
    private static Tensor Plain(Tensor value) => value.to(float32);
}
