using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;

namespace TrainFaces.Measuring;

/// <summary>The set that the evaluate command evaluates: either image files or the images of a generator.</summary>
/// <param name="Images">A folder or a zip archive of images; null for a generator.</param>
/// <param name="Checkpoint">A file with a generator; null for image files.</param>
/// <param name="Count">Number of images to use; all images if there are fewer.</param>
/// <param name="Seed">Random seed of the generator's latents.</param>
internal sealed record EvaluatedSet(string? Images, string? Checkpoint, int Count, long Seed)
{
    /// <summary>The path of the images or of the checkpoint.</summary>
    public string Name => (Images ?? Checkpoint)!;

    /// <summary>Checks that exactly one of <see cref="Images"/> and <see cref="Checkpoint"/> is set.</summary>
    /// <exception cref="SampleException">Both properties are set, or neither is set.</exception>
    public void Check()
    {
        if (Images is null == Checkpoint is null)
        {
            throw new SampleException($"--images, --checkpoint: exactly one of them is required, but {(Images is null ? 0 : 2)} were given.");
        }
    }

    /// <summary>Passes all images to <paramref name="add"/>, in batches [N, C, H, W] in [-1, 1].</summary>
    /// <exception cref="SampleException">The images cannot be opened, or the generator's images do not match the feature network.</exception>
    /// <exception cref="CheckpointException">The file does not contain a generator.</exception>
    public void AddTo(FeatureNetwork features, Action<torch.Tensor> add, Action<string> warn)
    {
        if (Images is { } path)
        {
            using var source = ImageFileSource.Open(path, seed: 0, features.Format, warn, "--images", memory: 0);
            _ = MeasuredImages.Read("--images", source, features.Format, Count, add);
            return;
        }

        using var generator = Generator.Open(Checkpoint!);
        features.CheckFormat($"--checkpoint {Checkpoint}", new ImageFormat(generator.Options.ImageSize, generator.Options.ImageChannels));
        if (!generator.IsCalibrated)
        {
            generator.Calibrate();
        }

        using var latents = generator.DrawLatents(Count, Seed);
        MeasuredImages.Generate(latents, part => Sample(generator, part), add);
    }

    private static torch.Tensor Sample(Generator generator, torch.Tensor latents)
    {
        using var labels = ClassesInTurn.Labels(latents.shape[0], generator.Options.Classes);
        return generator.Sample(latents, labels, SamplingStatistics.Calibrated);
    }
}
