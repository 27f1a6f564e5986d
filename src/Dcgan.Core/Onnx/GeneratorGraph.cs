using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Builds the ONNX graph of a generator.</summary>
internal static class GeneratorGraph
{
    /// <param name="generator">The generator.</param>
    /// <param name="initializers">Converts the generator's weights.</param>
    /// <param name="statistics">
    /// Statistics of the normalized layers, which are folded into the weights; empty to normalize with batch statistics.
    /// </param>
    /// <param name="cancellationToken">Checked before each layer and at the end.</param>
    /// <exception cref="OperationCanceledException">The export was canceled.</exception>
    internal static OnnxGraph Build(
        Generator generator,
        OnnxInitializers initializers,
        IReadOnlyList<ChannelStatistics> statistics,
        CancellationToken cancellationToken)
    {
        using IDisposable noGradients = no_grad();
        GeneratorOptions options = generator.Options;
        var graph = new OnnxGraph(StateNames.Generator, initializers);
        string maps = graph.Input(OnnxFormat.Latents, "From the distribution that the network was trained with.", options.LatentSize);
        cancellationToken.ThrowIfCancellationRequested();
        Func<string, int, string> modulate = (maps, _) => maps;
        if (options.ModulatesByClass)
        {
            modulate = OnnxLabels.Modulate(graph, Generator.LabelsKey, generator.Labels!, options);
        }
        else if (generator.Labels is not null)
        {
            maps = OnnxLabels.Join(graph, maps, Generator.LabelsKey, generator.Labels);
        }

        maps = OnnxLayers.Project(
            graph, maps, Generator.ProjectKey, generator.Project, statistics.ElementAtOrDefault(0), maps => modulate(maps, 0));
        foreach ((int index, TransposedConvolution stage) in generator.Stages.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            maps = OnnxLayers.Upsample(
                graph,
                maps,
                $"{Generator.StagesKey}.{index}",
                stage,
                statistics.ElementAtOrDefault(index + 1),
                maps => modulate(maps, index + 1));
        }

        cancellationToken.ThrowIfCancellationRequested();
        graph.Apply("Tanh", OnnxFormat.Images, [maps]);
        graph.Output(OnnxFormat.Images, "In [-1, 1].", options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width);
        return graph;
    }
}
