using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

const int BatchSize = 16;
const string RunFolder = "run";

if (args.Length is 0 or > 2 || !Path.Exists(args[0]) || !int.TryParse(args.ElementAtOrDefault(1) ?? "50", out int epochs) || epochs < 1)
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- FOLDER [EPOCHS]");
    Console.Error.WriteLine("FOLDER: a folder or a zip archive of images. EPOCHS: passes over the images, 50 by default.");
    return 2;
}

NativeBackend.EnsureLoaded(); // says which package is missing, if one is
using ImageFolder images = ImageFolder.Open(args[0]); // 64x64 color images
Console.WriteLine($"{images.Count} image files");

// Ctrl-C stops the run after the current step.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

// A larger first depth gives better images and takes longer. From 512, the learning rates fall over the run.
DcganPreset preset = DcganPreset.Recommended.ForImages(64, firstDepth: 128).ForRun((long)epochs * images.Count);
var checkpoints = new CheckpointDirectory(RunFolder);
using IDisposable runLock = checkpoints.Lock(); // Two programs must not train one run.
using DcganTrainer trainer = preset.CreateTrainer();
if (checkpoints.Latest() is string latest)
{
    trainer.Load(latest);
}

while (trainer.Epoch < epochs)
{
    try
    {
        foreach (DcganBatch batch in images.Batches(trainer, BatchSize))
        {
            DcganStep step = trainer.Step(batch);
            Console.WriteLine($"epoch {trainer.Epoch + 1}, step {step.Number}: loss of G {step.GeneratorLoss:F3}, of D {step.DiscriminatorLoss:F3}");
            if (stop.IsCancellationRequested)
            {
                Console.WriteLine($"saved {checkpoints.Save(trainer)}; the same command resumes the run");
                return 130;
            }
        }
    }
    catch (InvalidDataException error)
    {
        Console.Error.WriteLine(error.Message); // No image can be read.
        return 2;
    }

    trainer.NextEpoch();
    checkpoints.Save(trainer);
    using torch.Tensor samples = trainer.Sample(64);
    string picture = Path.Combine(RunFolder, $"epoch-{trainer.Epoch:D4}.png");
    ImageFile.Save(samples, picture);
    Console.WriteLine($"wrote {picture}{(images.Unreadable > 0 ? $"; {images.Unreadable} files cannot be read" : string.Empty)}");
}

return 0;
