using System.CommandLine;
using Dcgan.Core;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>The options of the training command, with their help texts and rules.</summary>
internal sealed class TrainFacesArguments
{
    /// <summary>The largest number of epochs: the names of sample grids have four digits.</summary>
    public const int MaxEpochs = 9999;

    private const string Float32 = "float32";
    private const string BFloat16 = "bfloat16";

    private static readonly TrainFacesOptions Defaults = new() { Out = TrainFacesOptions.DefaultOut(null) };

    private readonly Option<string?> data = new("--data")
    {
        Description = "A folder (searched recursively) or a zip archive of JPEG, PNG, WebP and BMP images. "
            + "They are cropped to the aspect ratio of the networks' images and resized. [default: drawn faces]",
        HelpName = "PATH",
    };

    private readonly Option<bool> classes = new("--classes")
    {
        Description = "Trains on the classes of the images: each subfolder of --data is a class, named after the folder. The samples have a "
            + "row for each of the first 64 classes.",
    };

    private readonly Option<string?> cache = new("--cache")
    {
        Description = "Folder for a cache of decoded images, which later runs on the same images reuse. [default: images are kept in "
            + "memory; if they do not fit, the cache is in the folder cache beside --out]",
        HelpName = "DIR",
    };

    private readonly Option<int> epochs = Integer.Option(
        "--epochs", "Number of epochs. With drawn faces, each epoch has new faces.", 1, MaxEpochs, Defaults.Epochs);

    private readonly Option<long?> maxSteps = Integer.Optional(
        "--max-steps", "Stops after this many steps, even in the middle of an epoch.", 1);

    private readonly Option<int?> batch = Integer.Optional(
        "--batch", $"Images per step. [default: {Defaults.BatchSize}; with another preset, {TrainFacesOptions.DefaultBatch(Preset.Paper)}]", 2, 4096);

    private readonly Option<SpatialSize?> size = SizeOption.Optional(
        "--size",
        "Size of the images in pixels: a number for a square, or HEIGHTxWIDTH, such as 48x64. Gives --base-size and, if it is left out, "
        + "--depths. [default: 64]",
        1024,
        "64 or 48x64");

    private readonly Option<Depths?> depths = DepthsOption.Create(
        "--depths",
        "Channels of the generator's stages, from the smallest feature map to the largest. The discriminator has the same "
        + "depths in reverse order; with another preset, half of each. Each stage doubles the image size. The reference model uses "
        + "1024,512,256,128.",
        Defaults.Depths);

    private readonly Option<SpatialSize> baseSize = SizeOption.Create(
        "--base-size",
        "--s-size",
        "Size of the generator's smallest feature map: a number for a square, or HEIGHTxWIDTH, such as 3x4. The image has this size, doubled "
        + "for each depth.",
        Defaults.BaseSize.Height);

    private readonly Option<int?> kernelSize = Choice.Optional<int?>(
        "--kernel-size",
        "Side of the kernels of both networks in pixels. [default: 4 in the generator and 5 in the discriminator; with another preset, 5]",
        4,
        5);

    private readonly Option<int> channels = Choice.Option(
        "--channels", "1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha.", Defaults.Channels, 1, 2, 3, 4);

    private readonly Option<int> latent = Integer.Option(
        "--latent", "Number of values in a latent.", 1, 65536, Defaults.LatentSize);

    private readonly Option<int> labelSize = Integer.Option(
        "--label-size",
        "With --classes: size of the class embedding that is concatenated to the latent. 0 for none: each class has its own scales and shifts of "
            + "the generator's maps.",
        0,
        65536,
        Defaults.LabelSize);

    private readonly Option<string> preset = Choice.Option(
        PresetNames.Option,
        "recommended: the best recipe, the paper's networks with smaller kernels in the generator and a wider discriminator, "
        + "alternating updates, an R1 penalty, random horizontal flips, a learning rate that falls if the networks are wide, and an EMA of the "
        + "generator weights for sampling. few-images: the same, and augments real and generated images as much as the discriminator memorizes, for "
        + "100 to 2000 images. paper: the DCGAN paper (normal weights and latents, no batch norm in the discriminator's "
        + "first stage). reference: the reference model (Glorot weights, uniform latents).",
        PresetNames.NameOf(Defaults.Preset),
        [.. PresetNames.All]);

    private readonly Option<double?> learningRate = Number.Positive(
        "--learning-rate",
        "Learning rate of Adam for both networks. [default: 0.0002 if the first depth is at least 1024, more for narrower networks]",
        "0.0002");

    private readonly Option<int?> decayEpochs = Integer.Optional(
        "--decay-epochs",
        "Number of epochs over which the learning rate falls to a fiftieth, where it stays. 0 for a constant learning rate. "
        + "[default: 0; with the recommended preset and a first depth of at least 512, --epochs, but at least 200,000 images]",
        0,
        int.MaxValue);

    private readonly Option<double?> r1 = Number.NotNegative(
        "--r1",
        "Weight of the R1 penalty, 0 for none. It keeps the discriminator from memorizing the images and from overpowering the generator. "
        + "[default: 0.1 with the recommended preset, else 0]",
        "0.1");

    private readonly Option<int?> r1Interval = Integer.Optional(
        "--r1-interval",
        "Computes the R1 penalty at every N-th step, with N times the weight. A step with the penalty takes about twice as long. "
        + "[default: 16 with the recommended preset, else 1]",
        1,
        1000);

    private readonly Option<long?> r1Start = Integer.Optional(
        "--r1-start",
        "Number of steps before the first R1 penalty. [default: 5000 with the recommended preset and new networks, else 0]",
        0);

    private readonly Option<double?> labelSmoothing = Number.Fraction(
        "--label-smoothing",
        "The discriminator's target for real images is 1 minus this number, so it is less certain. [default: 0.1 for drawn faces with the "
        + "recommended preset, else 0]");

    private readonly Option<string> precision = Choice.Option(
        "--precision",
        "Data type of the layers' computations. bfloat16 is about 1.5 times as fast on processors with bfloat16 instructions.",
        Float32,
        Float32,
        BFloat16);

    private readonly Option<long> seed = Integer.Any(
        "--seed", "Random seed. On the same machine, the same seed gives the same result.", Defaults.Seed);

    private readonly Option<DeviceChoice> device = DeviceOption.Create(
        "--device", "Device to train on: cpu, cuda, or cuda:n.", Defaults.Device);

    private readonly Option<int?> threads = ThreadsOption.Create(
        "Another number of threads rounds differently. [default: one per core; with --mpi, the cores of a machine are shared by its processes]");

    private readonly Option<bool> mpi = new("--mpi")
    {
        Description = "Trains on all processes that mpirun or srun has started, on one machine or several. Each process takes its share of "
            + "--batch. All machines must see --data and --out.",
    };

    private readonly Option<string?> evaluate = new("--evaluate")
    {
        Description = "Evaluates the generator after each epoch, with results in measures.csv and losses.png. The features come from "
            + "imagenet, an ONNX model, or a checkpoint of a separate training run, as in the evaluate command.",
        HelpName = FeatureOptions.HelpName,
    };

    private readonly Option<PixelRange?> featureRange = FeatureOptions.Range("--evaluate");

    private readonly Option<long?> checkpointEvery = Integer.Optional(
        "--checkpoint-every",
        "Steps between checkpoints. The last three are kept, in the folder checkpoints under --out. [default: one checkpoint per epoch]",
        1);

    private readonly Option<string?> tensorBoard = new("--tensorboard")
    {
        Description = "Writes losses, other numbers of each step, measures, and sample grids as TensorBoard event files. "
            + "[default: none; without DIR, the folder tensorboard under --out]",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Resumes the run in --out from its last checkpoint. Use the same options to get the same result as without interruption.",
    };

    private readonly Option<string?> startFrom = new("--start-from")
    {
        Description = "Starts a new run from the networks of another run's checkpoint, for example with other data, another learning rate "
            + "or another preset. The sizes of the networks come from FILE, so leave out --size, --depths, --base-size, --kernel-size, --channels, --latent, and --label-size. "
            + "Optimizers, step count, and random numbers start anew.",
        HelpName = "FILE",
    };

    private readonly Option<int> freezeD = Integer.Option(
        "--freeze-d",
        "Number of discriminator stages, from the image on, that do not train: FreezeD, for fine-tuning with --start-from on few images.",
        0,
        30,
        Defaults.FreezeD);

    private readonly Option<string?> folder = new("--out")
    {
        Description = "Folder for report.html, samples-epoch-NNNN.png, losses.png, losses.csv, measures.csv, run.json, and checkpoints. A new "
            + "run moves an earlier run in this folder to the subfolder earlier-N. [default: runs/faces; with --data, runs/ and the name of the data set]",
        HelpName = "DIR",
    };

    private Option[] All =>
    [
        data, classes, cache, epochs, maxSteps, batch, size, depths, baseSize, kernelSize, channels, latent, labelSize, preset, learningRate, decayEpochs,
        r1, r1Interval, r1Start, labelSmoothing, precision, seed, device, threads, mpi, evaluate, featureRange, checkpointEvery, tensorBoard, resume, startFrom, freezeD, folder,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    public TrainFacesOptions Read(ParseResult parsed)
    {
        var options = ReadAll(parsed);
        return parsed.GetValue(size) is { } images ? ImageSizeOption.Apply(images, options) : options;
    }

    private TrainFacesOptions ReadAll(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(data),
        Classes = parsed.GetValue(classes),
        Cache = parsed.GetValue(cache),
        Epochs = parsed.GetValue(epochs),
        MaxSteps = parsed.GetValue(maxSteps),
        BatchSize = parsed.GetValue(batch) ?? TrainFacesOptions.DefaultBatch(PresetNames.Parse(parsed.GetValue(preset)!)),
        Depths = parsed.GetValue(depths) ?? Defaults.Depths,
        BaseSize = parsed.GetValue(baseSize),
        KernelSize = parsed.GetValue(kernelSize),
        Channels = parsed.GetValue(channels),
        LatentSize = parsed.GetValue(latent),
        LabelSize = parsed.GetValue(labelSize),
        Preset = PresetNames.Parse(parsed.GetValue(preset)!),
        LearningRate = parsed.GetValue(learningRate),
        DecayEpochs = parsed.GetValue(decayEpochs),
        R1 = parsed.GetValue(r1),
        R1Interval = parsed.GetValue(r1Interval),
        R1Start = parsed.GetValue(r1Start),
        LabelSmoothing = parsed.GetValue(labelSmoothing),
        Precision = parsed.GetValue(precision) == BFloat16 ? ComputePrecision.BFloat16 : ComputePrecision.Float32,
        Seed = parsed.GetValue(seed),
        Device = parsed.GetValue(device),
        Threads = parsed.GetValue(threads),
        Mpi = parsed.GetValue(mpi),
        Evaluate = parsed.GetValue(evaluate),
        FeatureRange = parsed.GetValue(featureRange),
        CheckpointEvery = parsed.GetValue(checkpointEvery),
        TensorBoard = parsed.GetResult(tensorBoard) is null ? null : parsed.GetValue(tensorBoard) ?? Path.Combine(OutOf(parsed), RunFolder.TensorBoard),
        Resume = parsed.GetValue(resume),
        StartFrom = parsed.GetValue(startFrom),
        FreezeD = parsed.GetValue(freezeD),
        Given = [.. All.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)],
        Out = OutOf(parsed),
    };

    private string OutOf(ParseResult parsed) => parsed.GetValue(folder) ?? TrainFacesOptions.DefaultOut(parsed.GetValue(data));
}
