using Dcgan.Core;
using TrainFaces.Data;

namespace TrainFaces;

/// <summary>What a run is asked to do.</summary>
internal sealed record TrainFacesOptions
{
    /// <summary>A folder or a zip archive of images; null for drawn faces.</summary>
    public string? Data { get; init; }

    public int Epochs { get; init; } = 10;

    /// <summary>Ends the run earlier than the epochs do; null for no such end.</summary>
    public long? MaxSteps { get; init; }

    public int BatchSize { get; init; } = DefaultBatch(Preset.Paper);

    /// <summary>
    /// The generator's, from the smallest map to the largest; the discriminator mirrors them. A quarter of the reference's
    /// 1024, 512, 256, 128, which is a sixteenth of the work: two cores show faces within minutes.
    /// </summary>
    public Depths Depths { get; init; } = [256, 128, 64, 32];

    public int BaseSize { get; init; } = 4;

    public int Channels { get; init; } = 3;

    public int LatentSize { get; init; } = 100;

    /// <summary>The paper's by default: from narrow networks it brings clearer and more varied faces within the same minutes.</summary>
    public Preset Preset { get; init; } = Preset.Paper;

    /// <summary>Null for one that suits the width of the networks.</summary>
    public double? LearningRate { get; init; }

    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    public long Seed { get; init; } = 1;

    public DeviceChoice Device { get; init; }

    /// <summary>
    /// A checkpoint whose discriminator's features the run's images are measured by at the end of each epoch; null to measure
    /// nothing.
    /// </summary>
    public string? Evaluate { get; init; }

    /// <summary>Steps between checkpoints; null for one at the end of each epoch.</summary>
    public long? CheckpointEvery { get; init; }

    /// <summary>Whether to go on with the run in <see cref="Out"/>.</summary>
    public bool Resume { get; init; }

    public required string Out { get; init; }

    /// <summary>New faces in an epoch of drawn ones: 200 steps of the default batch.</summary>
    public int DrawnFacesPerEpoch { get; init; } = 6400;

    /// <summary>Drawn faces and each data set have a folder of their own, so that one run does not replace another's pictures.</summary>
    public static string DefaultOut(string? data) => Path.Combine(
        "runs", data is null ? "faces" : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))));

    /// <summary>
    /// The recommended preset's own. The others' default is a quarter of the paper's 128: on a processor many small steps show
    /// faces sooner than a few large ones.
    /// </summary>
    public static int DefaultBatch(Preset preset) => preset == Preset.Recommended ? DcganPreset.Recommended.BatchSize : 32;

    /// <summary>The networks' images.</summary>
    /// <exception cref="SampleException">They, or a batch of them, would be larger than the sample handles.</exception>
    public ImageFormat Format()
    {
        const int LargestSide = 1024;
        double side = BaseSize * Math.Pow(2, Depths.Count);
        if (side > LargestSide)
        {
            throw new SampleException(FormattableString.Invariant(
                $"--s-size, --depths: {BaseSize} doubled {Depths.Count} times makes images of {side} pixels a side; at most {LargestSide} are supported here."));
        }

        var format = new ImageFormat((int)side, Channels);
        int mostImages = Array.MaxLength / format.Bytes;
        return BatchSize <= mostImages
            ? format
            : throw new SampleException(FormattableString.Invariant(
                $"--batch: {BatchSize} images of {side}x{side}x{Channels} are more than fit in a batch; at most {mostImages} do."));
    }
}
