using System.CommandLine;
using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Interpolates between faces of a checkpoint's generator, and saves the frames as an animated GIF and as a strip.</summary>
internal static class WalkCommand
{
    private const string Linear = "linear";
    private const string Spherical = "spherical";

    /// <summary>Maximum number of frames in the strip.</summary>
    private const int MaxStripFrames = 12;

    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the paths of the files.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var picture = OutputFile.Option("Animated GIF to write. A strip of frames is saved next to it as a PNG file with the same name.", "walk.gif");
        var faces = Integer.Option("--faces", "Number of faces to visit before the animation returns to the first one.", 2, 1024, 6);
        var frames = Integer.Option("--frames", "Number of frames.", 2, 4096, 96);
        var perSecond = Integer.Option("--fps", "Frames per second.", 1, Animation.MaxFramesPerSecond, 20);
        var seed = Integer.Any("--seed", "Random seed. The same seed gives the same faces.", 1);
        var path = Choice.Optional(
            "--path",
            "Interpolation between latents. [default: spherical for normal latents, linear for uniform latents]",
            Linear,
            Spherical);
        var scale = CheckpointOptions.Scale(4);

        var command = new Command("walk", "Creates an animation that moves from face to face.") { checkpoint, faces, frames, perSecond, seed, path, scale, picture };
        command.SetAction(parsed => run((display, stop) =>
        {
            string animation = parsed.GetValue(picture)!;
            string strip = Path.ChangeExtension(animation, ".png");
            string file = parsed.GetValue(checkpoint)!;
            OutputFile.CheckIsNot(animation, CheckpointOptions.Name, file);
            OutputFile.CheckIsNot(strip, CheckpointOptions.Name, file);
            using var generator = CheckpointOptions.OpenUnconditional(file, "walk");
            CheckpointOptions.CheckSize("--frames, --scale", parsed.GetValue(frames), generator.Options.ImageSize, parsed.GetValue(scale));
            using var scope = torch.NewDisposeScope();
            var latents = generator.DrawLatents(parsed.GetValue(faces), parsed.GetValue(seed));
            var latentPath = SelectPath(parsed.GetValue(path), generator.Options.LatentDistribution);
            var images = Walk(generator, latents, parsed.GetValue(frames), latentPath, display, stop);
            var pictures = Frames(images, parsed.GetValue(scale));
            byte[] gif = Interruptible.Run(() => Animation.ToGif(pictures, parsed.GetValue(perSecond)), stop);
            Write(animation, gif, strip, Strip(images), stop);
            output.WriteLine($"Saved {images.shape[0]} frames to {Path.GetFullPath(animation)} and a strip of them to {Path.GetFullPath(strip)}");
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    /// <summary>Writes both files or neither.</summary>
    private static void Write(string animation, byte[] gif, string strip, byte[] png, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        OutputFile.CreateFolder(animation);
        AtomicFile.Write(animation, file =>
        {
            file.Write(gif);
            file.Flush(); // A full disk is found before the strip is there.
            AtomicFile.Write(strip, other => other.Write(png)); // If this fails, the animation is not created.
        });
    }

    private static LatentPath SelectPath(string? name, LatentDistribution distribution) => name switch
    {
        Linear => LatentPath.Linear,
        Spherical => LatentPath.Spherical,
        _ => distribution == LatentDistribution.Normal ? LatentPath.Spherical : LatentPath.Linear,
    };

    // Freezes the generator, because each frame must depend only on its latent. With batch statistics the animation would flicker.
    private static torch.Tensor Walk(
        Generator generator, torch.Tensor latents, int frames, LatentPath path, RunDisplay display, CancellationToken stop)
    {
        using var frozen = display.Run("Calibrating", progress => generator.Freeze(progress: progress, cancellationToken: stop));
        return display.Run(
            "Generating frames", progress => frozen.Sample(Latents.Walk(latents, frames, path, closed: true), progress: progress, cancellationToken: stop));
    }

    private static Picture[] Frames(torch.Tensor images, int scale) =>
        [.. Enumerable.Range(0, (int)images.shape[0]).Select(frame =>
        {
            using var image = images[frame];
            return Picture.FromImage(image).Enlarge(scale);
        })];

    private static byte[] Strip(torch.Tensor images)
    {
        int frames = (int)images.shape[0];
        int count = Math.Min(MaxStripFrames, frames);
        long[] indices = [.. Enumerable.Range(0, count).Select(index => (long)index * frames / count)];
        using var selected = images.index_select(0, torch.tensor(indices));
        return PictureGrid.ToPng(selected, 1, count);
    }
}
