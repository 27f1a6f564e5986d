using System.Globalization;
using Dcgan.Core;

namespace TrainFaces.Reports;

/// <summary>The options of a run as text.</summary>
internal static class OptionTable
{
    /// <summary>Each option with its value, also those with their default values.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="trainer">The options of the trainer, which has the learning rate if none was given.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(TrainFacesOptions options, DcganTrainerOptions trainer) =>
    [
        ("--data", options.Data ?? "drawn faces"),
        ("--classes", YesNo(options.Classes)),
        ("--cache", options.Cache ?? "only if the images do not fit into memory"),
        ("--epochs", Text(options.Epochs)),
        ("--max-steps", options.MaxSteps is { } steps ? Text(steps) : "no limit"),
        ("--batch", Text(options.BatchSize)),
        ("--depths", string.Join(',', options.Depths)),
        ("--base-size", options.BaseSize.ToString()),
        ("--kernel-size", options.KernelSize is { } kernel ? Text(kernel) : "the preset's"),
        ("--channels", Text(options.Channels)),
        ("--latent", Text(options.LatentSize)),
        ("--label-size", options.Classes ? Text(options.LabelSize) : "no classes"),
        (PresetNames.Option, PresetNames.NameOf(options.Preset)),
        ("--learning-rate", trainer.LearningRate.ToString("G6", CultureInfo.InvariantCulture)),
        ("--decay-epochs", options.DecayEpochs is { } decay ? Text(decay) : trainer.LearningRateDecayImages > 0 ? $"{Text(trainer.LearningRateDecayImages)} images" : "0"),
        ("--r1", trainer.Loss.R1Weight.ToString("G6", CultureInfo.InvariantCulture)),
        ("--r1-interval", trainer.Loss.R1Weight == 0 ? "no penalty" : Text(trainer.Loss.PenaltyInterval)),
        ("--r1-start", trainer.Loss.R1Weight == 0 ? "no penalty" : $"{Text(trainer.Loss.PenaltyStart)} steps"),
        ("--label-smoothing", trainer.Loss.LabelSmoothing.ToString("G6", CultureInfo.InvariantCulture)),
        ("--precision", Lower(options.Precision)),
        ("--seed", Text(options.Seed)),
        ("--device", options.Device.ToString()),
        ("--threads", options.Threads is { } threads ? Text(threads) : "one per core"),
        ("--mpi", YesNo(options.Mpi)),
        ("--evaluate", options.Evaluate ?? "no"),
        ("--feature-range", options.FeatureRange?.Name ?? "not needed"),
        ("--checkpoint-every", options.CheckpointEvery is { } every ? $"{Text(every)} steps" : "epoch"),
        ("--tensorboard", options.TensorBoard ?? "no"),
        ("--resume", YesNo(options.Resume)),
        ("--start-from", options.StartFrom ?? "new networks"),
        ("--freeze-d", Text(options.FreezeD)),
        ("--out", options.Out),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
