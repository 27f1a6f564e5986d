using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Adds the nodes that use the labels to a graph. The class embeddings have the same name as in the network's state dict.
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

    private static string Vectors(OnnxGraph graph, string name, LabelEmbedding layer)
    {
        Tensor weight = layer.EffectiveWeight;
        string labels = graph.InputOfNumbers(OnnxFormat.Labels, $"Classes, in [0, {weight.size(0) - 1}].");
        return graph.Apply("Gather", $"{name}.vectors", [graph.Weight($"{name}.weight", weight), labels], OnnxAttribute.Of("axis", 0));
    }
}
