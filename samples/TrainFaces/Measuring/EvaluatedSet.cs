using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;

namespace TrainFaces.Measuring;

/// <summary>What the evaluate command measures: pictures or a generator's faces, one of the two.</summary>
/// <param name="Pictures">A folder or a zip archive.</param>
/// <param name="Checkpoint">A file with a generator.</param>
/// <param name="Count">How many, where there are as many.</param>
/// <param name="Seed">Of the generator's latents.</param>
internal sealed record EvaluatedSet(string? Pictures, string? Checkpoint, int Count, long Seed)
{
    public string Name => (Pictures ?? Checkpoint)!;

    /// <exception cref="SampleException">It is none of the two, or both.</exception>
    public void Check()
    {
        if (Pictures is null == Checkpoint is null)
        {
            throw new SampleException("--images, --checkpoint: expected one of the two, to name what is measured.");
        }
    }

    /// <summary>Hands all its images over, a batch at a time.</summary>
    /// <exception cref="SampleException">The pictures cannot be opened, or the generator makes others than the features are of.</exception>
    /// <exception cref="CheckpointException">There is no generator in the file.</exception>
    public void AddTo(FeatureNetwork features, Action<torch.Tensor> take, Action<string> warn, CancellationToken stop)
    {
        if (Pictures is { } path)
        {
            using var source = ImageFileSource.Open(path, seed: 0, features.Format, warn, "--images");
            _ = MeasuredImages.Read("--images", source, features.Format, Count, take, stop);
            return;
        }

        using var generator = Generator.Open(Checkpoint!);
        features.CheckFit($"--checkpoint {Checkpoint}", new ImageFormat(generator.Options.ImageSize, generator.Options.ImageChannels));
        if (generator.Options.Classes > 0)
        {
            throw new SampleException($"--checkpoint {Checkpoint}: its generator makes images of {generator.Options.Classes} classes, which this sample does not measure.");
        }

        if (!generator.IsCalibrated)
        {
            generator.Calibrate(cancellationToken: stop);
        }

        using var latents = generator.DrawLatents(Count, Seed);
        MeasuredImages.Make(latents, part => generator.Sample(part, statistics: SamplingStatistics.Calibrated), take, stop);
    }
}
