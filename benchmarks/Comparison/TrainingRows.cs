using static Dcgan.Benchmarks.Contender;
using static Dcgan.Core.ComputePrecision;

namespace Dcgan.Benchmarks;

/// <summary>Rows for training at the reference's sizes.</summary>
internal static class TrainingRows
{
    internal static IReadOnlyList<Row> All { get; } =
    [
        new(
            "train-bfloat16-b64",
            "Training, bfloat16, batch 64",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 64), .. Examples, .. Tuned(64)],
            new Goal(2, PyTorchTuned),
            new Goal(2, TorchSharpTuned)),
        new(
            "train-bfloat16-b64-kept",
            "Training, bfloat16, batch 64, with memory caching",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 64), .. KeptExamples, .. KeptTuned(64)],
            new Goal(1.8, PyTorchTuned)),
        new(
            "train-bfloat16-b64-fresh",
            "Training, bfloat16, batch 64, without memory caching",
            Quantity.ImagesPerSecond,
            [Fresh(Library, BFloat16, 64), .. Examples, .. Tuned(64)]),
        new(
            "train-bfloat16-b128",
            "Training, bfloat16, batch 128",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 128), .. Tuned(128)],
            new Goal(1.8, PyTorchTuned)),
        new(
            "train-bfloat16-b128-kept",
            "Training, bfloat16, batch 128, with memory caching",
            Quantity.ImagesPerSecond,
            [Ours(BFloat16, 128), .. KeptTuned(128)]),
        new(
            "train-bfloat16-b128-fresh",
            "Training, bfloat16, batch 128, without memory caching",
            Quantity.ImagesPerSecond,
            [Fresh(Library, BFloat16, 128), .. Tuned(128)]),
        new(
            "train-float32-b64",
            "Training, float32, batch 64",
            Quantity.ImagesPerSecond,
            [Ours(Float32, 64), .. Examples, Fresh(TorchSharpTuned, Float32, 64)],
            new Goal(2, TorchSharpExample),
            new Goal(2.6, PyTorchExample)),
        new(
            "train-float32-b64-kept",
            "Training, float32, batch 64, with memory caching",
            Quantity.ImagesPerSecond,
            [Ours(Float32, 64), .. KeptExamples, Kept(TorchSharpTuned, Float32, 64)]),
        new(
            "train-float32-b64-fresh",
            "Training, float32, batch 64, without memory caching",
            Quantity.ImagesPerSecond,
            [Fresh(Library, Float32, 64), .. Examples, Fresh(TorchSharpTuned, Float32, 64)]),
        new(
            "train-bfloat16-b64",
            "Training, bfloat16, batch 64",
            Quantity.PeakMegabytes,
            [Ours(BFloat16, 64), .. Examples, .. Tuned(64)],
            new Goal(1, PyTorchExample),
            new Goal(1, PyTorchTuned)),
        new(
            "train-bfloat16-b64-kept",
            "Training, bfloat16, batch 64, with memory caching",
            Quantity.PeakMegabytes,
            [Ours(BFloat16, 64), .. KeptExamples, .. KeptTuned(64)]),
        new(
            "train-bfloat16-b64-fresh",
            "Training, bfloat16, batch 64, without memory caching",
            Quantity.PeakMegabytes,
            [Fresh(Library, BFloat16, 64), .. Examples, .. Tuned(64)]),
        new(
            "train-float32-b64",
            "Training, float32, batch 64",
            Quantity.PeakMegabytes,
            [Ours(Float32, 64), .. Examples, Fresh(TorchSharpTuned, Float32, 64)],
            new Goal(1.1, PyTorchExample)),
        new(
            "train-bfloat16-b64",
            "The limit: training, bfloat16, batch 64",
            Quantity.ShareOfBestConvolution,
            [Ours(BFloat16, 64), .. Tuned(64)],
            new Goal(0.7)),
        new(
            "train-float32-b64",
            "The limit: training, float32, batch 64",
            Quantity.ShareOfBestConvolution,
            [Ours(Float32, 64), .. Examples, Fresh(TorchSharpTuned, Float32, 64)],
            new Goal(0.7)),
    ];

    /// <summary>The examples support only float32, so their users train in float32.</summary>
    private static Trial[] Examples => [Fresh(TorchSharpExample, Float32, 64), Fresh(PyTorchExample, Float32, 64)];

    private static Trial[] KeptExamples => [Kept(TorchSharpExample, Float32, 64), Kept(PyTorchExample, Float32, 64)];

    /// <summary>This library, keeping freed memory as its sample and its documentation recommend.</summary>
    private static Trial Ours(ComputePrecision precision, int batch) => Kept(Library, precision, batch);

    private static Trial[] Tuned(int batch) => [Fresh(TorchSharpTuned, BFloat16, batch), Fresh(PyTorchTuned, BFloat16, batch)];

    private static Trial[] KeptTuned(int batch) => [Kept(TorchSharpTuned, BFloat16, batch), Kept(PyTorchTuned, BFloat16, batch)];

    private static Trial Kept(Contender contender, ComputePrecision precision, int batch) =>
        Trials.Train(contender, precision, batch, keepsMemory: true);

    private static Trial Fresh(Contender contender, ComputePrecision precision, int batch) =>
        Trials.Train(contender, precision, batch, keepsMemory: false);
}
