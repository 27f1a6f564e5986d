using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Batch normalisation in a graph: in the weights before it where its statistics are fixed, else as nodes.</summary>
internal static class OnnxNormalization
{
    /// <summary>What the layer before the normalisation is to take into its weights.</summary>
    /// <returns>Null where there is nothing to take: no normalisation, or one by the batch.</returns>
    internal static FoldedNormalization? Foldable(BatchNormalization? norm, ChannelStatistics? statistics) =>
        norm is null || statistics is null ? null : FoldedNormalization.Of(norm, statistics);

    /// <summary>
    /// Nodes that normalise maps [N, C, H, W] by their own means and biased variances, where these are the statistics. ONNX has
    /// an operator for it, BatchNormalization in training mode, which runtimes for inference leave out.
    /// </summary>
    /// <returns>The normalised maps; the maps themselves where there is nothing to do.</returns>
    internal static string ByBatch(OnnxGraph graph, string maps, string name, BatchNormalization? norm, ChannelStatistics? statistics)
    {
        if (norm is null || statistics is not null)
        {
            return maps;
        }

        string axes = graph.Numbers($"{name}.axes", 0, 2, 3);
        string mean = graph.Apply("ReduceMean", $"{name}.mean", [maps, axes]);
        string centered = graph.Apply("Sub", $"{name}.centered", [maps, mean]);
        string squared = graph.Apply("Mul", $"{name}.squared", [centered, centered]);
        string variance = graph.Apply("ReduceMean", $"{name}.variance", [squared, axes]);
        string above0 = graph.Apply("Add", $"{name}.above0", [variance, graph.Scalar($"{name}.epsilon", BatchNormalization.Epsilon)]);
        string deviation = graph.Apply("Sqrt", $"{name}.deviation", [above0]);
        string scale = graph.Apply("Div", $"{name}.scale", [graph.Weight($"{name}.weight", OfChannels(norm.Weight)), deviation]);
        string scaled = graph.Apply("Mul", $"{name}.scaled", [centered, scale]);
        return graph.Apply("Add", $"{name}.normalized", [scaled, graph.Weight($"{name}.bias", OfChannels(norm.Bias))]);
    }

    private static Tensor OfChannels(Tensor value) => value.view(-1, 1, 1);
}
