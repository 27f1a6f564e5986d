using static Dcgan.Benchmarks.Contender;
using static Dcgan.Core.ComputePrecision;

namespace Dcgan.Benchmarks;

/// <summary>Training at the reference's sizes.</summary>
internal static class TrainingRows
{
    internal static IReadOnlyList<Row> All { get; } =
    [
        new(
            "train-bfloat16-b64",
            "Training, bfloat16, batch 64",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 64), .. Examples, Tuned(64)],
            new Goal(4, PyTorchExample),
            new Goal(1.6, PyTorchTuned)),
        new(
            "train-bfloat16-b64-kept",
            "the same, all keep memory",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 64), .. KeptExamples, Kept(PyTorchTuned, BFloat16, 64)],
            new Goal(1.35, PyTorchTuned)),
        new(
            "train-bfloat16-b64-fresh",
            "the same, none keeps memory",
            Quantity.ImagesPerSecond,
            [Fresh(Library, BFloat16, 64), .. Examples, Tuned(64)]),
        new(
            "train-bfloat16-b128",
            "Training, bfloat16, batch 128",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 128), Tuned(128)],
            new Goal(1.5, PyTorchTuned)),
        new(
            "train-bfloat16-b128-kept",
            "the same, all keep memory",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 128), Kept(PyTorchTuned, BFloat16, 128)]),
        new(
            "train-bfloat16-b128-fresh",
            "the same, none keeps memory",
            Quantity.ImagesPerSecond,
            [Fresh(Library, BFloat16, 128), Tuned(128)]),
        new(
            "train-float32-b64",
            "Training, float32, batch 64",
            Quantity.ImagesPerSecond,
            [Ours(Float32, 64), .. Examples],
            new Goal(2, PyTorchExample)),
        new(
            "train-float32-b64-kept",
            "the same, all keep memory",
            Quantity.ImagesPerSecond,
            [Ours(Float32, 64), .. KeptExamples]),
        new(
            "train-float32-b64-fresh",
            "the same, none keeps memory",
            Quantity.ImagesPerSecond,
            [Fresh(Library, Float32, 64), .. Examples]),
        new(
            "train-bfloat16-b64",
            "Training, bfloat16, batch 64",
            Quantity.PeakMegabytes,
            [Ours(BFloat16, 64), .. Examples, Tuned(64)],
            new Goal(1, PyTorchExample),
            new Goal(1, PyTorchTuned)),
        new(
            "train-bfloat16-b64-kept",
            "the same, all keep memory",
            Quantity.PeakMegabytes,
            [Ours(BFloat16, 64), .. KeptExamples, Kept(PyTorchTuned, BFloat16, 64)]),
        new(
            "train-bfloat16-b64-fresh",
            "the same, none keeps memory",
            Quantity.PeakMegabytes,
            [Fresh(Library, BFloat16, 64), .. Examples, Tuned(64)]),
        new(
            "train-float32-b64",
            "Training, float32, batch 64",
            Quantity.PeakMegabytes,
            [Ours(Float32, 64), .. Examples],
            new Goal(1, PyTorchExample)),
        new(
            "train-bfloat16-b64",
            "The limit: training, bfloat16, batch 64",
            Quantity.ShareOfBestConvolution,
            [Ours(BFloat16, 64), Tuned(64)],
            new Goal(0.7)),
        new(
            "train-float32-b64",
            "The limit: training, float32, batch 64",
            Quantity.ShareOfBestConvolution,
            [Ours(Float32, 64), .. Examples],
            new Goal(0.7)),
    ];

    /// <summary>The examples know float32 only, and a user of them trains in it.</summary>
    private static Trial[] Examples => [Fresh(TorchSharpExample, Float32, 64), Fresh(PyTorchExample, Float32, 64)];

    private static Trial[] KeptExamples => [Kept(TorchSharpExample, Float32, 64), Kept(PyTorchExample, Float32, 64)];

    /// <summary>As this library's sample and README tell a host to run it.</summary>
    private static Trial Ours(ComputePrecision precision, int batch) => Kept(Library, precision, batch);

    private static Trial Tuned(int batch) => Fresh(PyTorchTuned, BFloat16, batch);

    private static Trial Kept(Contender contender, ComputePrecision precision, int batch) =>
        Trials.Train(contender, precision, batch, keepsMemory: true);

    private static Trial Fresh(Contender contender, ComputePrecision precision, int batch) =>
        Trials.Train(contender, precision, batch, keepsMemory: false);
}
