using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization with batch statistics, as nodes of a graph. Fixed statistics are folded into the weights instead.
/// </summary>
internal static class OnnxNormalization
{
    /// <summary>
    /// Adds nodes that normalize maps [N, C, H, W] with the means and biased variances of their channels. ONNX has an operator
    /// for this, BatchNormalization in training mode, which inference runtimes do not implement.
    /// </summary>
    /// <param name="graph">The graph to extend.</param>
    /// <param name="maps">Name of the maps.</param>
    /// <param name="name">Prefix of the names of the nodes.</param>
    /// <param name="norm">The normalization; null for none.</param>
    /// <param name="statistics">Fixed statistics that were folded into the weights; null to use batch statistics.</param>
    /// <returns>Name of the normalized maps; <paramref name="maps"/> if there is nothing to do.</returns>
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
        string scale = graph.Apply("Div", $"{name}.scale", [graph.Weight($"{name}.weight", PerChannel(norm.Weight)), deviation]);
        string scaled = graph.Apply("Mul", $"{name}.scaled", [centered, scale]);
        return graph.Apply("Add", $"{name}.normalized", [scaled, graph.Weight($"{name}.bias", PerChannel(norm.Bias))]);
    }

    private static Tensor PerChannel(Tensor value) => value.view(-1, 1, 1);
}
