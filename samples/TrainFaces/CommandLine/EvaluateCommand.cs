using System.CommandLine;
using TorchSharp;
using TrainFaces.Measuring;

namespace TrainFaces.CommandLine;

/// <summary>Measures how similar image files, or the images of a checkpoint's generator, are to a data set.</summary>
internal static class EvaluateCommand
{
    private const string MissingFeatures =
        "--features: required, a checkpoint of a separate training run, whose discriminator computes the features. "
        + "To create one, train on the same --data with --preset paper --seed 101 --out runs/features, and use the last file in runs/features/checkpoints.";

    /// <param name="reportErrors">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the table of measures.</param>
    /// <param name="error">Receives a warning for each unreadable image.</param>
    public static Command Create(Func<Func<int>, int> reportErrors, TextWriter output, TextWriter error)
    {
        var images = new Option<string?>("--images")
        {
            Description = "The images to evaluate: a folder or a zip archive of JPEG, PNG, WebP or BMP files.",
            HelpName = "PATH",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Instead of --images: a training checkpoint, or a file with only a generator. Evaluates the images that it generates.",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The data set to compare with: a folder or a zip archive of images. [default: drawn faces]",
            HelpName = "PATH",
        };
        var features = new Option<string?>("--features")
        {
            Description = "A checkpoint of a separate training run on the same data. Its discriminator computes the features that are compared.",
            HelpName = "FILE",
        };
        var count = Integer.Option("--count", "Number of images to use from each of the two sets; all images if a set has fewer.", MeasuredImages.MinCount, 1_000_000, RealImages.Count);
        var seed = Integer.Any("--seed", "Random seed for the images of --checkpoint.", 1);

        var command = new Command("evaluate", "Compares image files, or the images of a checkpoint's generator, with a data set.") { images, checkpoint, data, features, count, seed };
        command.SetAction(parsed => reportErrors(() =>
        {
            var evaluated = new EvaluatedSet(parsed.GetValue(images), parsed.GetValue(checkpoint), parsed.GetValue(count), parsed.GetValue(seed));
            Run(evaluated, parsed.GetValue(data), parsed.GetValue(features), output, error);
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    private static void Run(EvaluatedSet evaluated, string? data, string? checkpoint, TextWriter output, TextWriter error)
    {
        evaluated.Check();
        using var features = FeatureNetwork.Open("--features", checkpoint ?? throw new SampleException(MissingFeatures), default);
        using var evaluator = features.CreateEvaluator();
        var warn = (string line) => error.WriteLine($"warning: {line}");
        using var source = RealImages.Open(data, features.Format, evaluated.Count, warn);
        _ = MeasuredImages.Read("--data", source, features.Format, evaluated.Count, WithInput(features, evaluator.AddReal));
        evaluated.AddTo(features, WithInput(features, evaluator.AddGenerated), warn);
        MeasureTable.Write(output, $"{evaluated.Name} compared with {source.Description}, using the features of {checkpoint}", evaluator.Measure());
    }

    private static Action<torch.Tensor> WithInput(FeatureNetwork features, Action<torch.Tensor> add) => images =>
    {
        using var scope = torch.NewDisposeScope();
        add(features.ToInput(images));
    };
}
