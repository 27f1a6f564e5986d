using System.CommandLine;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>The command line's options, each with its help and its rule.</summary>
internal sealed class TrainFacesArguments
{
    private const string ReferencePreset = "reference";
    private const string PaperPreset = "paper";
    private const string RecommendedPreset = "recommended";
    private const string Float32 = "float32";
    private const string BFloat16 = "bfloat16";

    private static readonly TrainFacesOptions Defaults = new() { Out = TrainFacesOptions.DefaultOut(null) };

    private readonly Option<string?> data = new("--data")
    {
        Description = "A folder of JPEG and PNG images, searched with all folders below it, or a zip of them. "
            + "They are cropped to their middle square and resized. Without it: drawn faces.",
        HelpName = "PATH",
    };

    private readonly Option<int> epochs = WholeNumber.Option(
        "--epochs", "How often to go through the images; drawn faces are new ones in every epoch.", 1, 9999, Defaults.Epochs);

    private readonly Option<long?> maxSteps = WholeNumber.Optional(
        "--max-steps", "Ends after this many steps, even within an epoch.", 1);

    private readonly Option<int?> batch = WholeNumber.Optional(
        "--batch", $"Images in a step. [default: {Defaults.BatchSize}, or what goes with --preset recommended]", 2, 4096);

    private readonly Option<Depths?> depths = DepthsOption.Create(
        "--depths",
        "The generator's channels from its smallest map to its largest; the discriminator mirrors them. Each one doubles the "
        + "image's side. The reference's are 1024,512,256,128.",
        Defaults.Depths);

    private readonly Option<int> baseSize = WholeNumber.Option(
        "--s-size", "Side of the generator's smallest map: images are this times 2 for every depth.", 1, 512, Defaults.BaseSize);

    private readonly Option<int> channels = Choice.Option(
        "--channels", "1 for grey images, 3 for colour.", Defaults.Channels, 1, 3);

    private readonly Option<int> latent = WholeNumber.Option(
        "--latent", "Numbers in a latent.", 1, 65536, Defaults.LatentSize);

    private readonly Option<string> preset = Choice.Option(
        "--preset",
        "The reference model (Glorot weights, uniform latents), the DCGAN paper's (normal weights and latents, no batch norm "
        + "on the discriminator's first stage), which stays more varied, or what this library recommends: the paper's "
        + "networks, updated in turns, shown half of the images mirrored, and pictures by an average of the generator.",
        Defaults.Preset == Preset.Paper ? PaperPreset : ReferencePreset,
        ReferencePreset,
        PaperPreset,
        RecommendedPreset);

    private readonly Option<double?> learningRate = PositiveNumber.Optional(
        "--learning-rate",
        "Adam's, of both networks. [default: 0.0002 for --depths from 1024 on, more for narrower networks]");

    private readonly Option<string> precision = Choice.Option(
        "--precision",
        "What the layers compute in. bfloat16 is about twice as fast where the processor has instructions for it.",
        Float32,
        Float32,
        BFloat16);

    private readonly Option<long> seed = WholeNumber.Any(
        "--seed", "The same seed on the same machine gives the same run.", Defaults.Seed);

    private readonly Option<DeviceChoice> device = DeviceOption.Create(
        "--device", "Where to train: cpu, cuda or cuda:n.", Defaults.Device);

    private readonly Option<string?> evaluate = new("--evaluate")
    {
        Description = "Measures the generator at the end of each epoch, in measures.csv and losses.png: by what the discriminator in "
            + "this checkpoint sees, which is one of a run apart, as the evaluate command takes it.",
        HelpName = "FILE",
    };

    private readonly Option<long?> checkpointEvery = WholeNumber.Optional(
        "--checkpoint-every",
        "Saves the run after every so many steps, in checkpoints under --out; the last three stay. [default: after every epoch]",
        1);

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Goes on where the run in --out was saved last, with the same options; it ends as if it had never stopped.",
    };

    private readonly Option<string?> folder = new("--out")
    {
        Description = "Folder for samples-epoch-NNNN.png, losses.png, losses.csv and measures.csv; older ones of these names are replaced. "
            + "[default: runs/faces, or the name of --data under runs]",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        Option[] all = [data, epochs, maxSteps, batch, depths, baseSize, channels, latent, preset, learningRate, precision, seed, device, evaluate, checkpointEvery, resume, folder];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public TrainFacesOptions Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(data),
        Epochs = parsed.GetValue(epochs),
        MaxSteps = parsed.GetValue(maxSteps),
        BatchSize = parsed.GetValue(batch) ?? TrainFacesOptions.DefaultBatch(Named(parsed.GetValue(preset)!)),
        Depths = parsed.GetValue(depths) ?? Defaults.Depths,
        BaseSize = parsed.GetValue(baseSize),
        Channels = parsed.GetValue(channels),
        LatentSize = parsed.GetValue(latent),
        Preset = Named(parsed.GetValue(preset)!),
        LearningRate = parsed.GetValue(learningRate),
        Precision = parsed.GetValue(precision) == BFloat16 ? ComputePrecision.BFloat16 : ComputePrecision.Float32,
        Seed = parsed.GetValue(seed),
        Device = parsed.GetValue(device),
        Evaluate = parsed.GetValue(evaluate),
        CheckpointEvery = parsed.GetValue(checkpointEvery),
        Resume = parsed.GetValue(resume),
        Out = parsed.GetValue(folder) ?? TrainFacesOptions.DefaultOut(parsed.GetValue(data)),
    };

    private static Preset Named(string preset) => preset switch
    {
        PaperPreset => Preset.Paper,
        RecommendedPreset => Preset.Recommended,
        _ => Preset.Reference,
    };
}
