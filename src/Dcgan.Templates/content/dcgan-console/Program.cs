using System.Runtime.InteropServices;
using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

const int BatchSize = 16;
const string RunFolder = "run";

int epochs = 50;
if (args.Length is 0 or > 2 || (args.Length == 2 && (!int.TryParse(args[1], out epochs) || epochs < 1)))
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- FOLDER [EPOCHS]");
    Console.Error.WriteLine("FOLDER: a folder or a zip archive of images. EPOCHS: passes over the images, 50 by default.");
    return 2;
}

// Ctrl-C, SIGTERM and, on Linux and macOS, a closed terminal stop the run after the current step. A second Ctrl-C ends it at once.
using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = StopAt(PosixSignal.SIGINT);
using PosixSignalRegistration terminate = StopAt(PosixSignal.SIGTERM);
using PosixSignalRegistration hangup = StopAt(PosixSignal.SIGHUP);
try
{
    return Train(args[0], epochs, stop.Token);
}
catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or NativeBackendException or DcganDivergedException)
{
    Console.Error.WriteLine(error.Message); // One sentence that says what to do.
    return 2;
}

static int Train(string folder, int epochs, CancellationToken stop)
{
    NativeBackend.EnsureLoaded(); // says which package is missing, if one is
    using ImageFolder images = ImageFolder.Open(folder, new() { OutputFolder = RunFolder }, cancellationToken: stop); // 64x64 color images, but not this run's own
    Say($"{images.Count} image files");

    // A larger first depth gives better images and takes longer. From 512, the learning rates fall over the run.
    DcganPreset preset = DcganPreset.Recommended.ForImages(64, firstDepth: 128).ForRun((long)epochs * images.Count);
    var checkpoints = new CheckpointDirectory(RunFolder);
    using IDisposable runLock = checkpoints.Lock(); // Two programs must not train one run.
    using DcganTrainer trainer = preset.CreateTrainer();
    if (checkpoints.Latest() is string latest)
    {
        trainer.Load(latest);
        Say(trainer.Epoch < epochs ? $"resumed after step {trainer.StepCount}" : $"the run in {RunFolder} has {trainer.Epoch} epochs already; give more to train longer");
    }

    while (trainer.Epoch < epochs)
    {
        foreach (DcganBatch batch in images.Batches(trainer, BatchSize))
        {
            DcganStep step = trainer.Step(batch);
            Say($"epoch {trainer.Epoch + 1}, step {step.Number}: loss of G {step.GeneratorLoss:F3}, of D {step.DiscriminatorLoss:F3}");
            if (stop.IsCancellationRequested)
            {
                Say($"saved {checkpoints.Save(trainer)}; the same command resumes the run");
                return 130;
            }
        }

        trainer.NextEpoch();
        checkpoints.Save(trainer);
        using torch.Tensor samples = trainer.Sample(64);
        string picture = Path.Combine(RunFolder, $"epoch-{trainer.Epoch:D4}.png");
        ImageFile.Save(samples, picture);
        Say($"wrote {picture}{(images.Unreadable > 0 ? $"; {images.Unreadable} files cannot be read" : string.Empty)}");
    }

    return 0;
}

PosixSignalRegistration StopAt(PosixSignal signal) => PosixSignalRegistration.Create(signal, received =>
{
    received.Cancel = !stop.IsCancellationRequested || signal == PosixSignal.SIGHUP; // A closed terminal may send two.
    stop.Cancel();
});

static void Say(string line)
{
    try
    {
        Console.WriteLine(line);
    }
    catch (IOException)
    {
        // Nobody can read the output, for example because its disk is full. The run goes on.
    }
}
