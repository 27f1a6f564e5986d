using static Dcgan.Benchmarks.Contender;
using static Dcgan.Core.ComputePrecision;

namespace Dcgan.Benchmarks;

/// <summary>Depths of 8 and batch 8: next to no arithmetic, so that what is left is the cost of asking for it.</summary>
internal static class OverheadRows
{
    internal static IReadOnlyList<Row> All { get; } =
    [
        new(
            "overhead-float32-b8",
            "Overhead, depths of 8, batch 8, float32",
            Quantity.Milliseconds,
            [Trials.Overhead(Library, Float32), .. Peers],
            new Goal(0.7, PyTorchExample),
            new Goal(0.7, PyTorchTuned)),
        new(
            "overhead-bfloat16-b8",
            "Overhead, depths of 8, batch 8, bfloat16",
            Quantity.Milliseconds,
            [Trials.Overhead(Library, BFloat16), .. Peers]),
    ];

    /// <summary>Each in its one precision.</summary>
    private static Trial[] Peers =>
    [
        Trials.Overhead(TorchSharpExample, Float32),
        Trials.Overhead(PyTorchExample, Float32),
        Trials.Overhead(PyTorchTuned, BFloat16),
    ];
}
