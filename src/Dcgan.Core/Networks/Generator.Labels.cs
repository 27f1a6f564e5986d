using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Images of given classes.</content>
public sealed partial class Generator
{
    /// <summary>Makes images of latents and of the classes that they are to be of, as <see cref="forward(Tensor)"/> makes them of latents.</summary>
    /// <param name="latents">As <see cref="forward(Tensor)"/> takes them.</param>
    /// <param name="labels">[N], int64, 0 to <see cref="GeneratorOptions.Classes"/> - 1; on any device.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], with their graph where gradients are enabled.</returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit, or the network has no classes.</exception>
    public Tensor forward(Tensor latents, Tensor labels)
    {
        CheckLatents(latents, training && SamplingMode.Current is null);
        CheckLabels(labels, latents);
        using DisposeScope scope = NewDisposeScope();
        return Images(Inputs(latents, labels)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="Sample(Tensor, Tensor, SamplingStatistics?)"/>
    public Tensor Sample(Tensor latents, Tensor labels) => Sample(latents, labels, null);

    /// <summary>Makes images of given classes for use, as <see cref="Sample(Tensor, SamplingStatistics?)"/> makes images.</summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 1.</param>
    /// <param name="labels">[N], int64, 0 to <see cref="GeneratorOptions.Classes"/> - 1; on any device.</param>
    /// <param name="statistics">What batch normalisation works by; null for the calibrated statistics where there are any, else the batch's own.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1].</returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit, or the network has no classes.</exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are asked for, and there are none.</exception>
    public Tensor Sample(Tensor latents, Tensor labels, SamplingStatistics? statistics)
    {
        CheckLatents(latents, training: false);
        CheckLabels(labels, latents);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return SampleInputs(Inputs(latents, labels), statistics).MoveToOuterDisposeScope();
    }

    /// <summary>Makes images of given classes for use, of the latents that a seed names: <see cref="DrawLatents(int, long)"/>.</summary>
    /// <param name="labels">[N], int64, 0 to <see cref="GeneratorOptions.Classes"/> - 1; on any device; N at least 1.</param>
    /// <param name="seed">Names the latents.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1].</returns>
    /// <exception cref="ArgumentException">The labels do not fit, or the network has no classes.</exception>
    [OverloadResolutionPriority(1)] // so that a seed of 0 is no SamplingStatistics
    public Tensor Sample(Tensor labels, long seed)
    {
        Expect.Shape(labels, nameof(labels), -1);
        Expect.Batch(labels, nameof(labels), training: false);
        using Tensor latents = DrawLatents(checked((int)labels.shape[0]), seed);
        return Sample(latents, labels);
    }

    /// <summary>
    /// Images of a batch, with labels or without, as the network was built. The labels have been checked: to look at them again would
    /// be to wait for the device.
    /// </summary>
    internal Tensor Make(Tensor latents, Tensor? labels = null)
    {
        if (labels is null)
        {
            return call(latents);
        }

        using DisposeScope scope = NewDisposeScope();
        return Images(Inputs(latents, labels)).MoveToOuterDisposeScope();
    }

    /// <summary>Samples of latents without labels: of one class after the other, where there are classes.</summary>
    internal Tensor SampleInTurn(Tensor latents, SamplingStatistics? statistics = null)
    {
        using Tensor? classes = ClassLabels.InTurn(latents.shape[0], Options.Classes, latents.device);
        return classes is null ? Sample(latents, statistics) : Sample(latents, classes, statistics);
    }

    internal void CheckLabels(Tensor? labels, Tensor latents)
    {
        Expect.Alive(labels, nameof(labels));
        ClassLabels.Check(labels, latents.shape[0], Options.Classes);
    }

    /// <summary>What enters the first layer.</summary>
    private Tensor Inputs(Tensor latents, Tensor? classes) =>
        labels is null || classes is null ? latents : cat([latents, labels.call(classes)], 1);

    /// <summary>The same of latents without labels: one class after the other, where there are classes.</summary>
    private Tensor InputsInTurn(Tensor latents) => Inputs(latents, ClassLabels.InTurn(latents.shape[0], Options.Classes, latents.device));
}
