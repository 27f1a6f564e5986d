using static Dcgan.Benchmarks.Contender;
using static Dcgan.Core.ComputePrecision;

namespace Dcgan.Benchmarks;

/// <summary>Rows for the generator alone, at the reference's sizes.</summary>
internal static class SamplingRows
{
    private const int Batch = 64;

    internal static IReadOnlyList<Row> All { get; } = [.. Of(Float32, 1.5), .. Of(BFloat16, 1.3), .. FirstImage];

    private static Row[] FirstImage =>
    [
        new("first-image", "First image from a saved generator", Quantity.MillisecondsFromStart, FirstImages),
        new("first-image", "First image from a saved generator", Quantity.PeakMegabytes, FirstImages),
    ];

    private static Trial[] FirstImages => [Trials.FirstImage(Library), Trials.FirstImage(OnnxRuntime)];

    private static IEnumerable<Row> Of(ComputePrecision precision, double goal)
    {
        string words = precision == BFloat16 ? "bfloat16" : "float32";
        string name = $"sample-{words}-b{Batch}";
        Trial ours = Trial(Library, keepsMemory: true);
        Trial tuned = Trial(PyTorchTuned, keepsMemory: false);
        Trial example = Trials.Sample(TorchSharpExample, Float32, Batch, keepsMemory: false);
        Trial[] exported = precision == Float32 ? [Trials.Sample(OnnxRuntime, Float32, Batch, keepsMemory: false)] : [];
        yield return new(
            name,
            $"Sampling, {words}, batch {Batch}",
            Quantity.ImagesPerSecond,
            [ours, example, tuned, .. exported],
            new Goal(goal, PyTorchTuned));
        yield return new(
            $"{name}-kept",
            $"Sampling, {words}, batch {Batch}, with memory caching",
            Quantity.ImagesPerSecond,
            [ours, example with { KeepsMemory = true }, tuned with { KeepsMemory = true }]);
        yield return new(
            $"{name}-fresh",
            $"Sampling, {words}, batch {Batch}, without memory caching",
            Quantity.ImagesPerSecond,
            [ours with { KeepsMemory = false }, example, tuned]);
        yield return new(
            $"{name}-by-batch",
            $"Sampling, {words}, batch {Batch}, DcganTrainer.Sample, batch statistics",
            Quantity.ImagesPerSecond,
            [ours with { Work = TrialWork.SampleByBatch }, example, tuned]);

        Trial Trial(Contender contender, bool keepsMemory) => Trials.Sample(contender, precision, Batch, keepsMemory);
    }
}
