using System.CommandLine;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>A walk through a checkpoint's latents, as an animated picture and as a strip.</summary>
internal static class WalkCommand
{
    private const string Linear = "linear";
    private const string Spherical = "spherical";

    /// <summary>Faces in the strip, where there are as many frames.</summary>
    private const int StripFaces = 12;

    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Told where the pictures are.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var picture = CheckpointOptions.Out("The animated GIF to write; the strip lies beside it as a PNG of the same name.", "walk.gif");
        var faces = WholeNumber.Option("--faces", "How many faces it passes before it comes back to the first.", 2, 1024, 6);
        var frames = WholeNumber.Option("--frames", "How many frames.", 2, 4096, 96);
        var perSecond = WholeNumber.Option("--fps", "Frames in a second.", 1, Animation.MostPerSecond, 20);
        var seed = WholeNumber.Any("--seed", "Names the faces: the same seed, the same faces.", 1);
        var path = Choice.Optional(
            "--path",
            "From face to face along the straight line or the great circle. [default: spherical for normal latents, linear for uniform ones]",
            Linear,
            Spherical);
        var scale = CheckpointOptions.Scale(4);

        var command = new Command("walk", "Walks from face to face, in an animated picture.") { checkpoint, faces, frames, perSecond, seed, path, scale, picture };
        command.SetAction(parsed => guarded(() =>
        {
            string animation = parsed.GetValue(picture)!;
            string strip = StripBeside(animation);
            using var generator = Generator.Open(parsed.GetValue(checkpoint)!);
            CheckpointOptions.CheckSize("--frames, --scale", parsed.GetValue(frames), generator.Options.ImageSize, parsed.GetValue(scale));
            using var scope = torch.NewDisposeScope();
            var latents = generator.DrawLatents(parsed.GetValue(faces), parsed.GetValue(seed));
            var way = Way(parsed.GetValue(path), generator.Options.LatentDistribution);
            var images = Walk(generator, latents, parsed.GetValue(frames), way);
            CheckpointOptions.Write(animation, Animation.ToGif(Frames(images, parsed.GetValue(scale)), parsed.GetValue(perSecond)));
            CheckpointOptions.Write(strip, Strip(images));
            output.WriteLine($"{images.shape[0]} frames are in {Path.GetFullPath(animation)}, some of them side by side in {Path.GetFullPath(strip)}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    /// <exception cref="SampleException">The strip would replace the animation.</exception>
    private static string StripBeside(string animation)
    {
        string strip = Path.ChangeExtension(animation, ".png");
        return strip == animation
            ? throw new SampleException($"--out {animation}: expected the name of a GIF; the strip beside it is the PNG of that name.")
            : strip;
    }

    private static LatentPath Way(string? asked, LatentDistribution distribution) => asked switch
    {
        Linear => LatentPath.Linear,
        Spherical => LatentPath.Spherical,
        _ => distribution == LatentDistribution.Normal ? LatentPath.Spherical : LatentPath.Linear,
    };

    // Each frame must depend on its own latent only, or every face would flicker with the others of its batch.
    private static torch.Tensor Walk(Generator generator, torch.Tensor latents, int frames, LatentPath way)
    {
        using var frozen = generator.Freeze();
        return frozen.Sample(Latents.Walk(latents, frames, way, closed: true));
    }

    private static Picture[] Frames(torch.Tensor images, int scale) =>
        [.. Enumerable.Range(0, (int)images.shape[0]).Select(frame =>
        {
            using var image = images[frame];
            return Picture.Of(image).Enlarged(scale);
        })];

    private static byte[] Strip(torch.Tensor images)
    {
        int frames = (int)images.shape[0];
        int count = Math.Min(StripFaces, frames);
        long[] evenly = [.. Enumerable.Range(0, count).Select(place => (long)place * frames / count)];
        using var chosen = images.index_select(0, torch.tensor(evenly));
        return PictureGrid.ToPng(chosen, 1, count);
    }
}
