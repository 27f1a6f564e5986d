using System.ComponentModel;

namespace Dcgan.Core;

/// <summary>
/// Exports networks as ONNX models, for programs that have neither this library nor libtorch. See docs/onnx.md.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the types that they extend.
public static class OnnxExport
{
    /// <summary>
    /// Exports a generator in its current state as an ONNX model: input <c>latents</c> [N, LatentSize], output <c>images</c>
    /// [N, C, H, W] in [-1, 1], both float32, for any N. With classes, there is a second input, <c>labels</c> [N], int64.
    /// </summary>
    /// <param name="generator">The generator, which does not change.</param>
    /// <param name="path">The file to create or replace, in an existing folder. The file is replaced atomically.</param>
    /// <param name="options">Options of the model; float32 weights and calibrated statistics by default.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">
    /// Checked while statistics are computed, before each layer, and before the file is written.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, a weight is not finite or too large for float16, or the weights take more than the 2 GB that
    /// an ONNX file can hold. An existing file has not changed. The path is checked before any other work.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The export was canceled. An existing file has not changed.</exception>
    public static void ExportOnnx(
        this Generator generator,
        string path,
        OnnxExportOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        OnnxExportOptions export = Checked(path, options);
        using AccessLock.Scope access = generator.Access.Read();
        Expect.NotDisposed(generator.FirstWeight, generator);
        SamplingStatistics statistics = export.Statistics ?? SamplingStatistics.Calibrated;
        Write(
            path,
            weights =>
            {
                using FixedStatistics? folded = statistics == SamplingStatistics.Batch
                    ? null
                    : generator.StatisticsForFolding(statistics, progress, cancellationToken);
                OnnxGraph graph = GeneratorGraph.Build(generator, weights, folded?.Layers ?? [], cancellationToken);
                return new OnnxFile(
                    graph,
                    "DCGAN generator: latents to images in [-1, 1].",
                    StateNames.Generator,
                    StoredOptions.ToJson(generator.Options),
                    statistics);
            },
            export.Weights,
            progress);
    }

    /// <summary>
    /// Exports a discriminator in its current state as an ONNX model: input <c>images</c> [N, C, H, W] in [-1, 1], output
    /// <c>logits</c> [N, 2] ("generated", "real") or [N, 1] (the score), both float32, for any N. With classes, there is a second
    /// input, <c>labels</c> [N], int64.
    /// </summary>
    /// <param name="discriminator">The discriminator, which does not change.</param>
    /// <param name="path">The file to create or replace, in an existing folder. The file is replaced atomically.</param>
    /// <param name="options">Options of the model; float32 weights and running statistics by default.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each layer and before the file is written.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the statistics are <see cref="SamplingStatistics.Calibrated"/>, which a discriminator does
    /// not have.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, a weight is not finite or too large for float16, or the weights take more than the 2 GB that
    /// an ONNX file can hold. An existing file has not changed. The path is checked before any other work.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The discriminator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The export was canceled. An existing file has not changed.</exception>
    public static void ExportOnnx(
        this Discriminator discriminator,
        string path,
        OnnxExportOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        OnnxExportOptions export = Checked(path, options);
        using AccessLock.Scope access = discriminator.Access.Read();
        Expect.NotDisposed(discriminator.FirstWeight, discriminator);
        SamplingStatistics statistics = export.Statistics ?? SamplingStatistics.Running;
        if (statistics is not (SamplingStatistics.Running or SamplingStatistics.Batch))
        {
            throw new ArgumentException($"Statistics: must be Running or Batch for a discriminator but was {statistics}.", nameof(options));
        }

        Write(
            path,
            weights => new OnnxFile(
                DiscriminatorGraph.Build(discriminator, weights, byBatch: statistics == SamplingStatistics.Batch, cancellationToken),
                "DCGAN discriminator: images to logits.",
                StateNames.Discriminator,
                StoredOptions.ToJson(discriminator.Options),
                statistics),
            export.Weights,
            progress);
    }

    private static OnnxExportOptions Checked(string path, OnnxExportOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return (options ?? new OnnxExportOptions()).Checked();
    }

    /// <summary>Checks the path, builds and writes the model, and reports completion.</summary>
    private static void Write(string path, Func<OnnxInitializers, OnnxFile> build, OnnxWeights weights, IProgress<double>? progress)
    {
        AtomicFile.CheckPath(path);
        build(new OnnxInitializers(path, weights)).Write(path);
        progress?.Report(1);
    }
}
