using System.CommandLine;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Measures how similar image files, or the images of a checkpoint's generator, are to a data set.</summary>
internal static class EvaluateCommand
{
    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the table of measures.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var images = new Option<string[]>("--images")
        {
            Description = "The images to evaluate: a folder or a zip archive of JPEG, PNG, WebP or BMP files. "
                + "If it is given several times, such as for several runs of one recipe, the table has means and their 95 % confidence intervals.",
            HelpName = "PATH",
        };
        var checkpoint = new Option<string[]>("--checkpoint")
        {
            Description = "Instead of --images: a training checkpoint, or a file with only a generator. Evaluates the images that it generates. "
                + "It can also be given several times.",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The data set to compare with: a folder or a zip archive of images. [default: drawn faces]",
            HelpName = "PATH",
        };
        var heldOut = new Option<string?>("--held-out")
        {
            Description = "Other real images: a folder or a zip archive. Their measures are the best that a generator can reach. [default: images of --data, at most half, which are then not in the comparison]",
            HelpName = "PATH",
        };
        var features = new Option<string>("--features")
        {
            Description = "What computes the features that are compared. imagenet: ImageNet's ResNet-18, which comes with this program. FILE.onnx: a model "
                + "of one image input and one vector output. FILE: a checkpoint of a separate training run on the same data, whose discriminator is used.",
            HelpName = FeatureOptions.HelpName,
            DefaultValueFactory = _ => FeatureNetwork.ImageNet,
        };
        var range = FeatureOptions.Range("--features");
        var count = Integer.Option(
            "--count",
            "Number of images in each set: real, held out, and evaluated. Fewer if --data has less than twice as many, or a set has fewer.",
            MeasuredImages.MinCount,
            1_000_000,
            RealImages.DefaultCount);
        var seed = Integer.Any("--seed", "Random seed for the images of --checkpoint.", 1);
        var seeds = Integer.Option(
            "--seeds",
            "Number of sets that --checkpoint generates, with consecutive seeds. The table has their means and 95 % confidence intervals.",
            1,
            MeanInterval.MaxValues,
            1);
        var threads = ThreadsOption.Create("[default: one per core]");

        var command = new Command("evaluate", "Compares image files, or the images of a checkpoint's generator, with a data set.")
        {
            images, checkpoint, data, heldOut, features, range, count, seed, seeds, threads,
        };
        command.SetAction(parsed => run((display, stop) =>
        {
            var evaluated = new EvaluatedSets(
                parsed.GetValue(images) ?? [], parsed.GetValue(checkpoint) ?? [], parsed.GetValue(seed), parsed.GetValue(seeds));
            evaluated.Check();
            evaluated.WarnOfData(parsed.GetValue(data), display.Warn);
            ThreadsOption.Apply(parsed.GetValue(threads));
            string name = parsed.GetValue(features)!;
            using var network = Interruptible.Run(() => FeatureNetwork.Open("--features", name, parsed.GetValue(range), default), stop);
            Run(evaluated, parsed.GetValue(data), parsed.GetValue(heldOut), network, name, parsed.GetValue(count), output, display, stop);
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    private static void Run(
        EvaluatedSets evaluated,
        string? data,
        string? heldOut,
        FeatureNetwork features,
        string featuresName,
        int count,
        TextWriter output,
        RunDisplay display,
        CancellationToken stop)
    {
        var format = evaluated.Format(features, stop);
        var sets = evaluated.Sets(features, format, display);
        using var real = RealImages.Open(data, heldOut, format, count, display.Warn, stop: stop);
        using var comparison = ImageComparison.Create(features, real, Options(real.Count), display, stop);
        EvaluationMeasures[] measures = [.. sets.Select(set => comparison.Measure(set, display, stop))];
        MeasureTable.Write(output, $"{evaluated.Name} compared with {real.Description}, using the features of {featuresName}", measures, comparison.Floor);
    }

    // More images need fewer patches each. So the memory and the time of the sliced Wasserstein distance are limited.
    private static EvaluationOptions Options(int count)
    {
        var paper = new SlicedWassersteinOptions();
        int patches = (int)(paper.PatchesPerImage * Math.Min(1, (double)RealImages.DefaultCount / count));
        return new() { SlicedWasserstein = paper with { PatchesPerImage = Math.Max(1, patches) } };
    }
}
