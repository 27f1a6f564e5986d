using Dcgan.Core;
using Dcgan.Images;
using TrainFaces.Measuring;

namespace TrainFaces;

/// <summary>Options of a training run.</summary>
internal sealed record TrainFacesOptions
{
    /// <summary>Folder or zip archive of images; null for drawn faces.</summary>
    public string? Data { get; init; }

    /// <summary>Whether the subfolders of <see cref="Data"/> are classes, on which the networks are conditioned.</summary>
    public bool Classes { get; init; }

    /// <summary>
    /// Folder for a cache of decoded images; null for <see cref="CacheFolder"/>'s default, which is used only if the images do not fit into
    /// memory.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>The folder for a cache of decoded images, by default beside the output folder, so that all runs share it.</summary>
    public string CacheFolder => Cache ?? Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Out))) ?? Out, "cache");

    /// <summary>Number of epochs.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Maximum number of steps; null for no limit other than the epochs.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Number of images per step.</summary>
    public int BatchSize { get; init; } = DefaultBatch(Preset.Recommended);

    /// <summary>
    /// Number of channels of each generator stage, from the smallest feature map to the largest; the preset derives those of the
    /// discriminator. The default is an eighth of the reference's 1024, 512, 256, 128. It needs a sixty-fourth of the computation, so
    /// training on two cores gives faces within minutes.
    /// </summary>
    public Depths Depths { get; init; } = [128, 64, 32, 16];

    /// <summary>Height and width of the generator's smallest feature map.</summary>
    public SpatialSize BaseSize { get; init; } = 4;

    /// <summary>Size of the images in pixels; 0x0 if no network can have it.</summary>
    public SpatialSize ImageSize => new GeneratorOptions { Depths = Depths, BaseSize = BaseSize }.ImageSize;

    /// <summary>Side of the kernels of both networks, 4 or 5; null for the preset's.</summary>
    public int? KernelSize { get; init; }

    /// <summary>1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Number of values in a latent.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary><see cref="GeneratorOptions.LabelSize"/>: size of the class embeddings, 0 for scales and shifts of each class.</summary>
    public int LabelSize { get; init; }

    /// <summary>
    /// The recipe of the run. Default: the recipe that the library recommends.
    /// </summary>
    public Preset Preset { get; init; } = Preset.Recommended;

    /// <summary>Learning rate of both networks; null for a rate that depends on the networks' width.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Number of epochs over which the learning rates fall, 0 for constant rates; null for the preset's.</summary>
    public int? DecayEpochs { get; init; }

    /// <summary>Weight of the R1 penalty, 0 for none; null for the preset's.</summary>
    public double? R1 { get; init; }

    /// <summary>Number of steps from one R1 penalty to the next; null for the preset's.</summary>
    public int? R1Interval { get; init; }

    /// <summary>Number of steps before the first R1 penalty; null for the preset's.</summary>
    public long? R1Start { get; init; }

    /// <summary>1 minus the discriminator's target for real images, in [0, 1); null for the default of the data and the preset.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>Data type of the layers' computations.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>Random seed of the run.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Device to train on.</summary>
    public DeviceChoice Device { get; init; }

    /// <summary>Number of threads that libtorch computes with; null for one per core, with --mpi for a share of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether to train on all processes that mpirun has started.</summary>
    public bool Mpi { get; init; }

    /// <summary>
    /// What computes the features for an evaluation after each epoch: "imagenet", an ONNX model, or the checkpoint of a
    /// discriminator; null for no evaluation.
    /// </summary>
    public string? Evaluate { get; init; }

    /// <summary>The range of pixels that the ONNX model of <see cref="Evaluate"/> expects; null for other features.</summary>
    public PixelRange? FeatureRange { get; init; }

    /// <summary>Number of steps between checkpoints; null for one checkpoint per epoch.</summary>
    public long? CheckpointEvery { get; init; }

    /// <summary>Whether to resume the run in <see cref="Out"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Training checkpoint whose networks a new run starts from; null for new networks.</summary>
    public string? StartFrom { get; init; }

    /// <summary>Number of first stages of the discriminator that do not train.</summary>
    public int FreezeD { get; init; }

    /// <summary>Folder for TensorBoard's event files; null for none.</summary>
    public string? TensorBoard { get; init; }

    /// <summary>The command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The names of the options on the command line. The other options have their default values.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Output folder.</summary>
    public required string Out { get; init; }

    /// <summary>Number of drawn faces per epoch: 400 steps with the default batch size.</summary>
    public int DrawnFacesPerEpoch { get; init; } = 6400;

    /// <summary>The default output folder. It depends on the data set, so that runs on different data do not share a folder.</summary>
    public static string DefaultOut(string? data)
    {
        const string DrawnFaces = "faces";
        const string Archive = ".zip";
        if (data is null)
        {
            return Path.Combine("runs", DrawnFaces);
        }

        // Only an archive has an extension; the part of a folder's name after a dot tells data sets apart.
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        if (name.EndsWith(Archive, StringComparison.OrdinalIgnoreCase) && name.Length > Archive.Length)
        {
            name = name[..^Archive.Length];
        }

        bool taken = name.Length == 0 || name.Equals(DrawnFaces, StringComparison.OrdinalIgnoreCase);
        return Path.Combine("runs", taken ? $"{name}-data".TrimStart('-') : name);
    }

    /// <summary>
    /// The default batch size. The recommended presets define their own batch size. For the others, the default is a
    /// quarter of the paper's 128, because on a CPU many small steps give recognizable faces sooner than a few large steps.
    /// </summary>
    public static int DefaultBatch(Preset preset) => IsRecommended(preset) ? DcganPreset.Recommended.BatchSize : 32;

    /// <summary>Whether a preset is the recommended one or that for few images, which differs in its augmentation only.</summary>
    public static bool IsRecommended(Preset preset) => preset is Preset.Recommended or Preset.FewImages;

    /// <summary>The image format that follows from the options.</summary>
    /// <exception cref="SampleException">The images, or a batch of them, exceed the limits of this sample.</exception>
    public ImageFormat Format()
    {
        const int MaxSide = 1024;
        double height = BaseSize.Height * Math.Pow(2, Depths.Count), width = BaseSize.Width * Math.Pow(2, Depths.Count);
        if (height > MaxSide || width > MaxSide)
        {
            throw new SampleException(FormattableString.Invariant(
                $"--base-size, --depths: the images must be at most {MaxSide}x{MaxSide} pixels but are {height}x{width} ({BaseSize}, doubled {Depths.Count} times); use a smaller --base-size or fewer depths."));
        }

        var format = new ImageFormat((int)height, (int)width, Channels);
        int maxImages = Array.MaxLength / format.Bytes;
        return BatchSize <= maxImages
            ? format
            : throw new SampleException(FormattableString.Invariant(
                $"--batch: must be at most {maxImages} for images of {format} but was {BatchSize}."));
    }
}
