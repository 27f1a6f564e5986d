using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Adds the nodes that use the labels to a graph. Class embeddings have the same name as in the network's state dict; scales and shifts
/// have names of their own.
/// </summary>
internal static class OnnxLabels
{
    /// <summary>Concatenates latents [N, Z] with the embeddings of their labels to [N, Z + L], for a generator.</summary>
    internal static string Join(OnnxGraph graph, string latents, string name, LabelEmbedding layer)
    {
        string vectors = Vectors(graph, name, layer);
        return graph.Apply("Concat", $"{name}.joined", [latents, vectors], OnnxAttribute.Of("axis", 1));
    }

    /// <summary>
    /// Projects the smallest maps onto the class embeddings and adds the result to the last logit, for a discriminator.
    /// </summary>
    internal static void Project(OnnxGraph graph, string maps, string logits, string output, string name, LabelEmbedding layer, int logitCount)
    {
        string vectors = Vectors(graph, name, layer);
        string sums = graph.Apply(
            "ReduceSum", $"{name}.features", [maps, graph.Numbers($"{name}.places", 2, 3)], OnnxAttribute.Of("keepdims", 0));
        string products = graph.Apply("Mul", $"{name}.products", [vectors, sums]);
        string projected = graph.Apply("ReduceSum", $"{name}.projected", [products, graph.Numbers($"{name}.channels", 1)], OnnxAttribute.Of("keepdims", 1));
        if (logitCount > 1)
        {
            using Tensor last = tensor(new float[] { 0, 1 });
            projected = graph.Apply("Mul", $"{name}.of_real", [projected, graph.Weight($"{name}.real", last)]);
        }

        graph.Apply("Add", output, [logits, projected]);
    }

    /// <summary>
    /// Prepares the modulation of a generator's normalized maps: each layer has a table of 1 + scale and one of shifts, [classes, C, 1, 1].
    /// </summary>
    /// <returns>A function that adds the nodes of a layer to its maps, and returns the name of the result.</returns>
    internal static Func<string, int, string> Modulate(OnnxGraph graph, string name, LabelEmbedding layer, GeneratorOptions options)
    {
        string labels = Input(graph, layer);
        (long Scale, long Shift, long Depth)[] offsets = [.. ClassModulation.Offsets(options.Depths)];
        return (maps, index) =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor table = layer.EffectiveWeight.AtLeastFloat32().unsqueeze(2).unsqueeze(3);
            (long scale, long shift, long depth) = offsets[index];
            string scaled = graph.Apply("Mul", $"{name}.{index}.scaled", [maps, Rows("scale", table.narrow(1, scale, depth).Add(1))]);
            return graph.Apply("Add", $"{name}.{index}.shifted", [scaled, Rows("shift", table.narrow(1, shift, depth))]);

            string Rows(string part, Tensor values) => graph.Apply(
                "Gather", $"{name}.{index}.{part}s", [graph.Weight($"{name}.{index}.{part}", values), labels], OnnxAttribute.Of("axis", 0));
        };
    }

    private static string Input(OnnxGraph graph, LabelEmbedding layer) =>
        graph.InputOfNumbers(OnnxFormat.Labels, $"Classes, in [0, {layer.EffectiveWeight.size(0) - 1}].");

    private static string Vectors(OnnxGraph graph, string name, LabelEmbedding layer)
    {
        string labels = Input(graph, layer);
        return graph.Apply(
            "Gather", $"{name}.vectors", [graph.Weight($"{name}.weight", layer.EffectiveWeight), labels], OnnxAttribute.Of("axis", 0));
    }
}
