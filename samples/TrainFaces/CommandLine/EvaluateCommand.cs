using System.CommandLine;
using TorchSharp;
using TrainFaces.Measuring;

namespace TrainFaces.CommandLine;

/// <summary>How near pictures, or a checkpoint's generator, come to a data set.</summary>
internal static class EvaluateCommand
{
    private const string HowToMakeFeatures =
        "--features: expected a checkpoint of a run apart from what is measured, whose discriminator's features it is measured by. "
        + "One is made by training with --preset paper --seed 101 --out runs/features, on the same --data: then it is the last file in runs/features/checkpoints.";

    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Gets the table.</param>
    /// <param name="error">Told of images that cannot be read.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output, TextWriter error)
    {
        var pictures = new Option<string?>("--images")
        {
            Description = "The pictures to measure: a folder of JPEG and PNG files, or a zip of them.",
            HelpName = "PATH",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "In place of pictures: a checkpoint of a run, or a generator's own file, whose faces to measure.",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The data set to measure against: a folder of images, or a zip of them. Without it: drawn faces.",
            HelpName = "PATH",
        };
        var features = new Option<string?>("--features")
        {
            Description = "A checkpoint of a run apart from what is measured, on the same data: its discriminator's features are what is compared.",
            HelpName = "FILE",
        };
        var count = WholeNumber.Option("--count", "How many images of each of the two, where there are as many.", MeasuredImages.Fewest, 1_000_000, RealImages.Count);
        var seed = WholeNumber.Any("--seed", "Names the faces of --checkpoint: the same seed, the same faces.", 1);

        var command = new Command("evaluate", "Measures pictures, or a checkpoint's generator, against a data set.") { pictures, checkpoint, data, features, count, seed };
        command.SetAction(parsed => guarded(() =>
        {
            using var signals = new StopSignals(() => { });
            var measured = new EvaluatedSet(parsed.GetValue(pictures), parsed.GetValue(checkpoint), parsed.GetValue(count), parsed.GetValue(seed));
            Run(measured, parsed.GetValue(data), parsed.GetValue(features), output, error, signals.Stop);
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    private static void Run(EvaluatedSet measured, string? data, string? checkpoint, TextWriter output, TextWriter error, CancellationToken stop)
    {
        measured.Check();
        using var features = FeatureNetwork.Open("--features", checkpoint ?? throw new SampleException(HowToMakeFeatures), default);
        using var evaluator = features.CreateEvaluator();
        var warn = (string line) => error.WriteLine($"warning: {line}");
        using var source = RealImages.Open(data, features.Format, measured.Count, warn);
        _ = MeasuredImages.Read("--data", source, features.Format, measured.Count, Fitted(features, evaluator.AddReal), stop);
        measured.AddTo(features, Fitted(features, evaluator.AddGenerated), warn, stop);
        MeasureTable.Write(output, $"{measured.Name} against {source.Description}, by the features of {checkpoint}", evaluator.Measure());
    }

    private static Action<torch.Tensor> Fitted(FeatureNetwork features, Action<torch.Tensor> take) => images =>
    {
        using var scope = torch.NewDisposeScope();
        take(features.Fit(images));
    };
}
