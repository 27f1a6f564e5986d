using System.CommandLine;

namespace Dcgan.Benchmarks;

/// <summary>A part that shows rows of this library and its peers.</summary>
internal static class ComparisonPart
{
    private static readonly Row[] AllRows = [.. TrainingRows.All, .. SamplingRows.All, .. OverheadRows.All];

    /// <summary>Every row: what the program does when no part is named.</summary>
    internal static void RunAll(RunOptions options) => Run(AllRows, options);

    internal static IEnumerable<Command> Create(RunOptionsReader reader) =>
    [
        reader.Part("train", "Training: images/s, peak memory and the limit.", options => Run(TrainingRows.All, options)),
        reader.Part("sample", "Sampling: images/s of the generator alone.", options => Run(SamplingRows.All, options)),
        reader.Part("overhead", "Overhead: a step of next to no arithmetic.", options => Run(OverheadRows.All, options)),
    ];

    private static void Run(IReadOnlyList<Row> rows, RunOptions options)
    {
        Trial[] yardsticks =
        [
            .. rows.Where(row => row.Quantity == Quantity.ShareOfBestConvolution)
                .SelectMany(row => row.Trials).Select(Trials.Convolutions).Distinct(),
        ];
        Results results = TrialRunner.Run(rows.SelectMany(row => row.Trials).Concat(yardsticks), options);
        ComparisonTable.Write(rows, yardsticks, results, options);
        ResultFile.Write(
            [
                .. rows.SelectMany(row => row.Trials.Select(trial => ResultEntry.Of(row.Case, trial, results)))
                    .Concat(yardsticks.Select(trial => ResultEntry.OfBestLayer(trial, results)))
                    .OfType<ResultEntry>()
                    .DistinctBy(entry => (entry.Case, entry.Contender)),
            ],
            options);
    }
}
