using System.CommandLine;
using Dcgan.Images;
using Dcgan.Images.Pixels;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Writes the sample's drawn faces to files, as a data set for other programs or for evaluation.</summary>
internal static class DrawCommand
{
    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the path of the written files.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var target = new Option<string>("--out")
        {
            Description = "Output path: a new zip archive if the name ends in .zip, otherwise a new or empty folder.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "drawn-faces.zip",
        };
        var count = Integer.Option("--count", "Number of faces.", 1, 1_000_000, 2048);
        var size = Integer.Option("--size", "Width and height of a face in pixels.", 1, 1024, 64);
        var channels = Choice.Option("--channels", "1 for gray, 3 for RGB.", 3, 1, 3);
        var seed = Integer.Any("--seed", "Random seed. A training run with the same seed draws the same faces in the same order.", 1);

        var command = new Command("draw", "Draws faces and saves them as PNG files, as a data set for other programs.") { count, size, channels, seed, target };
        command.SetAction(parsed => run((display, stop) =>
        {
            string path = parsed.GetValue(target)!;
            var format = new ImageFormat(parsed.GetValue(size), parsed.GetValue(size), parsed.GetValue(channels));
            int faces = parsed.GetValue(count);
            display.Run("Drawing faces", progress => PictureSet.Write(path, Faces(parsed.GetValue(seed), faces, format, stop), faces, progress));
            output.WriteLine($"Saved {faces} drawn {(faces == 1 ? "face" : "faces")} to {Path.GetFullPath(path)}");
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    private static ParallelQuery<(string Name, byte[] Content)> Faces(long seed, int count, ImageFormat format, CancellationToken stop) =>
        ParallelEnumerable.Range(0, count).AsOrdered().WithCancellation(stop).Select(index => ($"face-{index:D6}.png", Face(seed, index, format)));

    private static byte[] Face(long seed, int index, ImageFormat format)
    {
        byte[] pixels = new byte[format.Bytes];
        using var face = FaceArtist.Draw(seed, index, format);
        PixelBytes.Copy(face, format, pixels);
        return ImageFile.EncodePng(pixels, format.Height, format.Width, format.Channels);
    }
}
