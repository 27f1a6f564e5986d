using Dcgan.Core;
using DcganApp;
using TorchSharp;

const int Side = 64;
const int BatchSize = 32;
const string RunFolder = "run";

if (args.Length is 0 or > 2 || !Directory.Exists(args[0]) || !int.TryParse(args.ElementAtOrDefault(1) ?? "50", out int epochs))
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- FOLDER [EPOCHS]");
    Console.Error.WriteLine("FOLDER: a folder with images. EPOCHS: passes over the images, 50 by default.");
    return 2;
}

NativeBackend.EnsureLoaded(); // says which package is missing, if one is
var images = new ImageFolder(args[0], Side);
Console.WriteLine($"{images.Count} images; {images.Skipped.Count} other files are not used");

// Ctrl-C stops the run after the current step.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

// The generator's depths: 4 stages double the side from 4 to 64. Larger depths give better images and take longer.
var checkpoints = new CheckpointDirectory(RunFolder);
using DcganTrainer trainer = checkpoints.Latest() is string latest
    ? DcganTrainer.Open(latest)
    : DcganPreset.Recommended.For([256, 128, 64, 32]).CreateTrainer();

while (trainer.Epoch < epochs)
{
    int[] order = EpochShuffle.Indices(trainer.Options.Seed, trainer.Epoch, images.Count);
    foreach (int[] numbers in order.Chunk(BatchSize).Where(numbers => numbers.Length > 1).Skip((int)trainer.EpochStep))
    {
        using torch.Tensor batch = images.Batch(numbers);
        DcganStep step = trainer.Step(batch);
        Console.WriteLine($"epoch {trainer.Epoch + 1}, step {step.Number}: loss of G {step.GeneratorLoss:F3}, of D {step.DiscriminatorLoss:F3}");
        if (stop.IsCancellationRequested)
        {
            Console.WriteLine($"saved {checkpoints.Save(trainer)}; the same command resumes the run");
            return 130;
        }
    }

    trainer.NextEpoch();
    checkpoints.Save(trainer);
    using torch.Tensor samples = trainer.Sample(64);
    string picture = Path.Combine(RunFolder, $"epoch-{trainer.Epoch:D4}.png");
    File.WriteAllBytes(picture, Png.Grid(samples, columns: 8));
    Console.WriteLine($"wrote {picture}");
}

return 0;
