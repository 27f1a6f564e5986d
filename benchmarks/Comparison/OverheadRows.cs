using static Dcgan.Benchmarks.Contender;
using static Dcgan.Core.ComputePrecision;

namespace Dcgan.Benchmarks;

/// <summary>Rows with depth 8 and batch size 8. Almost all of their time is overhead.</summary>
internal static class OverheadRows
{
    internal static IReadOnlyList<Row> All { get; } =
    [
        new(
            "overhead-float32-b8",
            "Overhead, depths of 8, batch 8, float32",
            Quantity.Milliseconds,
            [Trials.Overhead(Library, Float32), .. Peers],
            new Goal(0.9, PyTorchExample)),
        new(
            "overhead-bfloat16-b8",
            "Overhead, depths of 8, batch 8, bfloat16",
            Quantity.Milliseconds,
            [Trials.Overhead(Library, BFloat16), .. Peers]),
    ];

    /// <summary>The peers, each in the only precision that it supports.</summary>
    private static Trial[] Peers =>
    [
        Trials.Overhead(TorchSharpExample, Float32),
        Trials.Overhead(TorchSharpTuned, Float32),
        Trials.Overhead(PyTorchExample, Float32),
        Trials.Overhead(PyTorchTuned, BFloat16),
    ];
}
