using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>A generator as an ONNX model.</content>
public sealed partial class Generator
{
    /// <summary>
    /// Writes the generator as it is now as an ONNX model, for use without this library and without libtorch: input
    /// <c>latents</c> [N, LatentSize], output <c>images</c> [N, C, H, W] in [-1, 1], both float32, N any number.
    /// A network with classes has a second input, <c>labels</c> [N], int64.
    /// </summary>
    /// <param name="path">The file, new or to be replaced; its folder must exist. It is replaced as a whole or not at all.</param>
    /// <param name="options">What the model is to be like; float32 weights and the calibrated statistics by default.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, a weight is not finite or too large for float16, or the weights are more than the 2 GB that
    /// an ONNX file can hold. What was there is unchanged.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    public void ExportOnnx(string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OnnxExportOptions export = (options ?? new OnnxExportOptions()).Checked();
        Expect.NotDisposed(FirstWeight, this);
        SamplingStatistics statistics = export.Statistics ?? SamplingStatistics.Calibrated;
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<ChannelStatistics> folded =
            statistics == SamplingStatistics.Batch ? [] : ForFolding(statistics, scope, CancellationToken.None);
        OnnxGraph graph = Onnx(new OnnxInitializers(path, export.Weights), folded);
        string json = StoredOptions.ToJson(Options);
        new OnnxModel(graph, "DCGAN generator: latents to images in [-1, 1].", StateNames.Generator, json, statistics).Write(path);
    }

    private OnnxGraph Onnx(OnnxInitializers initializers, IReadOnlyList<ChannelStatistics> statistics)
    {
        using IDisposable noGradients = no_grad();
        var graph = new OnnxGraph(StateNames.Generator, initializers);
        string maps = graph.Input(OnnxFormat.Latents, "Drawn as the network was trained on.", Options.LatentSize);
        maps = labels is null ? maps : OnnxLabels.Join(graph, maps, nameof(labels), labels);
        maps = OnnxLayers.Project(graph, maps, nameof(project), project, statistics.ElementAtOrDefault(0));
        for (int stage = 0; stage < stages.Count; stage++)
        {
            maps = OnnxLayers.Upsample(graph, maps, $"{nameof(stages)}.{stage}", stages[stage], statistics.ElementAtOrDefault(stage + 1));
        }

        graph.Apply("Tanh", OnnxFormat.Images, [maps]);
        graph.Output(OnnxFormat.Images, "In [-1, 1].", Options.ImageChannels, Options.ImageSize, Options.ImageSize);
        return graph;
    }
}
