using System.CommandLine;

namespace Dcgan.Benchmarks;

/// <summary>Parts that compare this library with its peers.</summary>
internal static class ComparisonPart
{
    private static readonly Row[] AllRows = [.. TrainingRows.All, .. SamplingRows.All, .. OverheadRows.All];

    /// <summary>Runs all rows. This is the default if no command is given.</summary>
    internal static void RunAll(RunOptions options) => Run(AllRows, options);

    internal static IEnumerable<Command> Create(RunOptionsReader reader) =>
    [
        reader.Part("train", "Times training: images/s, peak memory and the limit.", options => Run(TrainingRows.All, options)),
        reader.Part("sample", "Times sampling: images/s of the generator alone.", options => Run(SamplingRows.All, options)),
        reader.Part("overhead", "Times the overhead: a step with almost no arithmetic.", options => Run(OverheadRows.All, options)),
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
