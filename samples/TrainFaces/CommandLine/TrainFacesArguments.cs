using System.CommandLine;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>The command line's options, each with its help and its rule.</summary>
internal sealed class TrainFacesArguments
{
    private const string ReferencePreset = "reference";
    private const string PaperPreset = "paper";

    private static readonly TrainFacesOptions Defaults = new();

    private readonly Option<string?> _data = new("--data")
    {
        Description = "A folder of JPEG and PNG images, searched with all folders below it, or a zip of them. "
            + "They are cropped to their middle square and resized. Without it: drawn faces.",
        HelpName = "PATH",
    };

    private readonly Option<int> _epochs = WholeNumber.Option(
        "--epochs", "How often to go through the images; drawn faces are new ones in every epoch.", 1, 9999, Defaults.Epochs);

    private readonly Option<long?> _maxSteps = WholeNumber.Optional(
        "--max-steps", "Ends after this many steps, even within an epoch.", 1);

    private readonly Option<int> _batch = WholeNumber.Option("--batch", "Images in a step.", 2, 4096, Defaults.BatchSize);

    private readonly Option<Depths?> _depths = DepthsOption.Create(
        "--depths",
        "The generator's channels from its smallest map to its largest; the discriminator mirrors them. Each one doubles the "
        + "image's side. The reference's are 1024,512,256,128.",
        Defaults.Depths);

    private readonly Option<int> _baseSize = WholeNumber.Option(
        "--s-size", "Side of the generator's smallest map: images are this times 2 for every depth.", 1, 512, Defaults.BaseSize);

    private readonly Option<int> _channels = Choice.Option(
        "--channels", "1 for grey images, 3 for colour.", Defaults.Channels, 1, 3);

    private readonly Option<int> _latent = WholeNumber.Option(
        "--latent", "Numbers in a latent.", 1, 65536, Defaults.LatentSize);

    private readonly Option<string> _preset = Choice.Option(
        "--preset",
        "Initial weights and latents: the reference model's (Glorot, uniform) or the DCGAN paper's (normal, normal).",
        ReferencePreset,
        ReferencePreset,
        PaperPreset);

    private readonly Option<long> _seed = WholeNumber.Any(
        "--seed", "The same seed on the same machine gives the same run.", Defaults.Seed);

    private readonly Option<DeviceChoice> _device = DeviceOption.Create(
        "--device", "Where to train: cpu, cuda or cuda:n.", Defaults.Device);

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for samples-epoch-NNNN.png, losses.png and losses.csv; older ones of these names are replaced.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Defaults.Out,
    };

    public void AddTo(Command command)
    {
        Option[] all = [_data, _epochs, _maxSteps, _batch, _depths, _baseSize, _channels, _latent, _preset, _seed, _device, _out];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public TrainFacesOptions Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(_data),
        Epochs = parsed.GetValue(_epochs),
        MaxSteps = parsed.GetValue(_maxSteps),
        BatchSize = parsed.GetValue(_batch),
        Depths = parsed.GetValue(_depths) ?? Defaults.Depths,
        BaseSize = parsed.GetValue(_baseSize),
        Channels = parsed.GetValue(_channels),
        LatentSize = parsed.GetValue(_latent),
        Preset = parsed.GetValue(_preset) == PaperPreset ? Preset.Paper : Preset.Reference,
        Seed = parsed.GetValue(_seed),
        Device = parsed.GetValue(_device),
        Out = parsed.GetRequiredValue(_out),
    };
}
