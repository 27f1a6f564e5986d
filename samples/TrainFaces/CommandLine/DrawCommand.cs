using System.CommandLine;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>The faces that the sample draws, as files: a data set for other programs, and one to measure against.</summary>
internal static class DrawCommand
{
    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Told where the pictures are.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output)
    {
        var target = new Option<string>("--out")
        {
            Description = "A zip archive to write, where the name ends with .zip; else a folder, new or empty.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "drawn-faces.zip",
        };
        var count = WholeNumber.Option("--count", "How many faces.", 1, 1_000_000, 2048);
        var size = WholeNumber.Option("--size", "Side of a picture in pixels.", 1, 1024, 64);
        var channels = Choice.Option("--channels", "1 for grey pictures, 3 for colour.", 3, 1, 3);
        var seed = WholeNumber.Any("--seed", "Names the faces: those that a run with the same seed trains on, in their order.", 1);

        var command = new Command("draw", "Draws faces as PNG files, for other programs to train on.") { count, size, channels, seed, target };
        command.SetAction(parsed => guarded(() =>
        {
            string path = parsed.GetValue(target)!;
            using var signals = new StopSignals(() => { });
            var format = new ImageFormat(parsed.GetValue(size), parsed.GetValue(channels));
            PictureSet.Write(path, Faces(parsed.GetValue(seed), parsed.GetValue(count), format, signals.Stop));
            output.WriteLine($"{parsed.GetValue(count)} drawn {(parsed.GetValue(count) == 1 ? "face is" : "faces are")} in {Path.GetFullPath(path)}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    private static ParallelQuery<(string Name, byte[] Content)> Faces(long seed, int count, ImageFormat format, CancellationToken stop) =>
        ParallelEnumerable.Range(0, count).AsOrdered().WithCancellation(stop).Select(index => ($"face-{index:D6}.png", Face(seed, index, format)));

    private static byte[] Face(long seed, int index, ImageFormat format)
    {
        byte[] pixels = new byte[format.Bytes];
        using var face = FaceArtist.Draw(seed, index, format.Size);
        PixelBytes.Copy(face, format, pixels);
        return PngFile.Encode(pixels, format);
    }
}
