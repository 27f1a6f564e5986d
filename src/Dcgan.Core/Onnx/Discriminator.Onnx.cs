using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>A discriminator as an ONNX model.</content>
public sealed partial class Discriminator
{
    /// <summary>
    /// Writes the discriminator as it is now as an ONNX model, for use without this library and without libtorch: input
    /// <c>images</c> [N, C, H, W] in [-1, 1], output <c>logits</c> [N, 2] (generated, real) or [N, 1] (the score), both float32, N any number.
    /// A network with classes has a second input, <c>labels</c> [N], int64.
    /// </summary>
    /// <param name="path">The file, new or to be replaced; its folder must exist. It is replaced as a whole or not at all.</param>
    /// <param name="options">What the model is to be like; float32 weights and the running statistics by default.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or the statistics are neither the running ones nor the batch's.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, a weight is not finite or too large for float16, or the weights are more than the 2 GB that
    /// an ONNX file can hold. What was there is unchanged.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The discriminator has been disposed.</exception>
    public void ExportOnnx(string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OnnxExportOptions export = (options ?? new OnnxExportOptions()).Checked();
        Expect.NotDisposed(FirstWeight, this);
        SamplingStatistics statistics = export.Statistics ?? SamplingStatistics.Running;
        if (statistics is not (SamplingStatistics.Running or SamplingStatistics.Batch))
        {
            throw new ArgumentException($"Statistics: a discriminator has Running and Batch but was {statistics}.", nameof(options));
        }

        OnnxGraph graph = Onnx(new OnnxInitializers(path, export.Weights), byBatch: statistics == SamplingStatistics.Batch);
        string json = StoredOptions.ToJson(Options);
        new OnnxModel(graph, "DCGAN discriminator: images to logits.", StateNames.Discriminator, json, statistics).Write(path);
    }

    private OnnxGraph Onnx(OnnxInitializers initializers, bool byBatch)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var graph = new OnnxGraph(StateNames.Discriminator, initializers);
        string maps = graph.Input(OnnxFormat.Images, "In [-1, 1].", Options.ImageChannels, Options.ImageSize, Options.ImageSize);
        for (int stage = 0; stage < stages.Count; stage++)
        {
            maps = OnnxLayers.Downsample(graph, maps, $"{nameof(stages)}.{stage}", stages[stage], byBatch ? null : stages[stage].Norm?.Running);
        }

        string unconditional = labels is null ? OnnxFormat.Logits : $"{nameof(classifier)}.{OnnxFormat.Logits}";
        OnnxLayers.Classify(graph, maps, unconditional, nameof(classifier), classifier, Options.BaseSize);
        if (labels is not null)
        {
            OnnxLabels.Project(graph, maps, unconditional, OnnxFormat.Logits, nameof(labels), labels, Options.Logits);
        }

        graph.Output(OnnxFormat.Logits, Options.Logits == 1 ? "The score: the higher, the more real." : "Generated, real.", Options.Logits);
        return graph;
    }
}
