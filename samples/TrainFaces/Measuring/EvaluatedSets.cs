using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.CommandLine;
using TrainFaces.Data;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>
/// The sets that the evaluate command evaluates: sets of image files, or the images of generators. The measures of several sets,
/// such as the results of several training runs with one recipe, are averaged.
/// </summary>
/// <param name="Images">Folders or zip archives of images; empty for generators.</param>
/// <param name="Checkpoints">Files with a generator; empty for image files.</param>
/// <param name="Seed">Random seed of the generators' latents.</param>
/// <param name="Seeds">Number of sets that one generator generates, with consecutive seeds.</param>
internal sealed record EvaluatedSets(IReadOnlyList<string> Images, IReadOnlyList<string> Checkpoints, long Seed, int Seeds)
{
    /// <summary>Largest side of image files in pixels when the features leave the size open. Larger images are reduced.</summary>
    private const int MaxSide = 256;

    /// <summary>Share of the calibration in the progress of a set that is generated and whose features are computed.</summary>
    private const double CalibrationShare = 0.2;

    private bool IsGenerated => Images.Count == 0;

    /// <summary>The paths of the images or of the checkpoints.</summary>
    public string Name => string.Join(", ", IsGenerated ? Checkpoints : Images);

    /// <summary>Checks that the options do not contradict each other.</summary>
    /// <exception cref="SampleException">Both properties are set, or neither is set; or a set is given twice; or several seeds are not for one generator.</exception>
    public void Check()
    {
        if (Images.Count == 0 == (Checkpoints.Count == 0))
        {
            throw new SampleException($"--images, --checkpoint: exactly one of them is required, but {(Images.Count == 0 ? 0 : 2)} were given.");
        }

        int sets = Math.Max(Images.Count, Checkpoints.Count);
        if (sets > MeanInterval.MaxValues)
        {
            throw new SampleException(FormattableString.Invariant(
                $"--images, --checkpoint: expected at most {MeanInterval.MaxValues} sets but was {sets}."));
        }

        foreach (var (option, paths) in new[] { ("--images", Images), (CheckpointOptions.Name, Checkpoints) })
        {
            if (paths.GroupBy(path => UserPath.Real(option, path), UserPath.Comparer).FirstOrDefault(same => same.Count() > 1) is { } same)
            {
                throw new SampleException($"{option} {same.First()}: must be given once but was given {same.Count()} times, which would only narrow the interval.");
            }
        }

        if (Seeds > 1 && Checkpoints.Count != 1)
        {
            throw new SampleException(FormattableString.Invariant($"--seeds {Seeds}: needs exactly one --checkpoint; leave it out."));
        }
    }

    /// <summary>Warns of a set that is compared with itself.</summary>
    /// <param name="data">The images to compare with; null for drawn faces.</param>
    /// <param name="warn">Receives the warning.</param>
    public void WarnOfData(string? data, Action<string> warn)
    {
        if (data is not null && Images.FirstOrDefault(path => UserPath.AreSame(("--images", path), ("--data", data))) is { } compared)
        {
            warn($"--images {compared}: is also --data. Images that are compared with themselves have a distance of 0.");
        }
    }

    /// <summary>The format in which images are compared: that of the features, or else that of the first set.</summary>
    /// <param name="features">Computes the features.</param>
    /// <param name="stop">Cancels listing the files of the first set.</param>
    /// <exception cref="SampleException">The images or the generator cannot be opened, or image files cannot be converted to their format.</exception>
    public ImageFormat Format(FeatureNetwork features, CancellationToken stop)
    {
        if (features.Format is { } format)
        {
            return format;
        }

        if (!IsGenerated)
        {
            int side = Math.Min(MaxSide, ImageData.ShortSide("--images", Images[0], stop));
            return new ImageFormat(side, side, 3);
        }

        using var generator = CheckpointOptions.Open(Checkpoints[0]);
        return ImageData.FormatOf($"--checkpoint {Checkpoints[0]}", generator.Options.ImageSize, generator.Options.ImageChannels);
    }

    /// <summary>Prepares all sets.</summary>
    /// <param name="features">Computes the features.</param>
    /// <param name="format">The format of the images.</param>
    /// <param name="display">Shows one warning for each unreadable image.</param>
    /// <exception cref="SampleException">The images or a generator cannot be opened, or a generator's images have another format.</exception>
    public IEnumerable<ImageSet> Sets(FeatureNetwork features, ImageFormat format, RunDisplay display)
    {
        if (!IsGenerated)
        {
            return Images.Select(path => new ImageSet(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), (count, add, progress, stop) =>
            {
                using var source = ImageData.Open("--images", path, RealImages.Once(format), display.Warn, stop: stop);
                _ = MeasuredImages.Read("--images", source, count, add, progress, stop);
            }));
        }

        foreach (string path in Checkpoints)
        {
            using var generator = CheckpointOptions.Open(path);
            var produced = ImageData.FormatOf($"--checkpoint {path}", generator.Options.ImageSize, generator.Options.ImageChannels);
            features.CheckFormat($"--checkpoint {path}", produced);
            if (produced != format)
            {
                throw new SampleException(FormattableString.Invariant(
                    $"--checkpoint {path}: must generate {format} images, as {Checkpoints[0]}, but generates {produced} images."));
            }
        }

        return Checkpoints.SelectMany(path => Enumerable.Range(0, Seeds).Select(
            index => new ImageSet(Path.GetFileName(path), (count, add, progress, stop) => Generate(path, count, unchecked(Seed + index), add, progress, stop))));
    }

    private static void Generate(string path, int count, long seed, Action<torch.Tensor> add, IProgress<double> progress, CancellationToken stop)
    {
        using var generator = CheckpointOptions.Open(path);
        if (!generator.IsCalibrated)
        {
            generator.Calibrate(progress: new Reporter(fraction => progress.Report(CalibrationShare * fraction)), cancellationToken: stop);
        }

        using var latents = generator.DrawLatents(count, seed);
        MeasuredImages.Generate(
            latents, generator.Options.Classes, (part, labels) => generator.Sample(part, labels, SamplingStatistics.Calibrated), add, new Reporter(Report), stop);

        void Report(double fraction) => progress.Report(CalibrationShare + ((1 - CalibrationShare) * fraction));
    }
}
