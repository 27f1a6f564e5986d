using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Builds the ONNX graph of a discriminator.</summary>
internal static class DiscriminatorGraph
{
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="initializers">Converts the discriminator's weights.</param>
    /// <param name="byBatch">
    /// Whether the model normalizes with batch statistics. Otherwise, the running statistics are folded into the weights.
    /// </param>
    /// <param name="cancellationToken">Checked before each layer and at the end.</param>
    /// <exception cref="OperationCanceledException">The export was canceled.</exception>
    internal static OnnxGraph Build(
        Discriminator discriminator, OnnxInitializers initializers, bool byBatch, CancellationToken cancellationToken)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        DiscriminatorOptions options = discriminator.Options;
        var graph = new OnnxGraph(StateNames.Discriminator, initializers);
        string maps = graph.Input(OnnxFormat.Images, "In [-1, 1].", options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width);
        foreach ((int index, Convolution stage) in discriminator.Stages.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            maps = OnnxLayers.Downsample(graph, maps, $"{Discriminator.StagesKey}.{index}", stage, byBatch ? null : stage.Norm?.Running);
        }

        cancellationToken.ThrowIfCancellationRequested();
        LabelEmbedding? labels = discriminator.Labels;
        string unconditional = labels is null ? OnnxFormat.Logits : $"{Discriminator.ClassifierKey}.{OnnxFormat.Logits}";
        OnnxLayers.Classify(graph, maps, unconditional, Discriminator.ClassifierKey, discriminator.Classifier, options.BaseSize);
        if (labels is not null)
        {
            OnnxLabels.Project(graph, maps, unconditional, OnnxFormat.Logits, Discriminator.LabelsKey, labels, options.Logits);
        }

        cancellationToken.ThrowIfCancellationRequested();
        graph.Output(OnnxFormat.Logits, options.Logits == 1 ? "Score: higher means more real." : "Generated, real.", options.Logits);
        return graph;
    }
}
