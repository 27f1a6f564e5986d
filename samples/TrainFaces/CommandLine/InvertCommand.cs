using System.CommandLine;
using System.Globalization;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>What a checkpoint's generator makes of given images.</summary>
internal static class InvertCommand
{
    private static readonly InversionOptions Defaults = new();

    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Told of each image's error and where the picture is.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var files = new Option<string[]>("--image")
        {
            Description = "A JPEG or PNG to find a latent for, cropped to its middle square and resized; once for each image.",
            HelpName = "FILE",
            Required = true,
        };
        var picture = CheckpointOptions.Out("The PNG to write: each image, and beside it the generator's.", "inverted.png");
        var steps = WholeNumber.Option("--steps", "Of the descent from each start.", 1, 1_000_000, 300);
        var restarts = WholeNumber.Option("--restarts", "Starts for each image; the best counts.", 1, 1024, Defaults.Restarts);
        var seed = WholeNumber.Any("--seed", "Names the starts: the same seed, the same pictures.", Defaults.Seed);
        var scale = CheckpointOptions.Scale(2);

        var command = new Command("invert", "Finds latents for images, and shows what the generator makes of them.")
        {
            checkpoint, files, steps, restarts, seed, scale, picture,
        };
        command.SetAction(parsed => guarded(() =>
        {
            string path = parsed.GetValue(picture)!;
            string[] names = parsed.GetValue(files)!;
            using var signals = new StopSignals(() => { });
            using var generator = Generator.Open(parsed.GetValue(checkpoint)!);
            CheckpointOptions.CheckSize("--image, --scale", 2L * names.Length, generator.Options.ImageSize, parsed.GetValue(scale));
            using var scope = torch.NewDisposeScope();
            var images = Read(names, new ImageFormat(generator.Options.ImageSize, generator.Options.ImageChannels))
                .to(generator.parameters().First().dtype);
            var options = new InversionOptions { Restarts = parsed.GetValue(restarts), Seed = parsed.GetValue(seed) };
            using var inversion = generator.Invert(images, parsed.GetValue(steps), options, cancellationToken: signals.Stop);

            CheckpointOptions.Write(path, SideBySide(images, inversion.Images, parsed.GetValue(scale)));
            Report(output, names, inversion);
            output.WriteLine($"Each image, and the generator's beside it, are in {Path.GetFullPath(path)}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    /// <summary>[N, C, H, W] in [-1, 1].</summary>
    /// <exception cref="SampleException">One cannot be read.</exception>
    private static torch.Tensor Read(string[] names, ImageFormat format)
    {
        byte[] pixels = new byte[(long)names.Length * format.Bytes];
        for (int image = 0; image < names.Length; image++)
        {
            ImageFile.Read(names[image], format, pixels.AsSpan(image * format.Bytes, format.Bytes));
        }

        return ImagePixels.ToImages(pixels, format.Channels, format.Size, format.Size);
    }

    private static byte[] SideBySide(torch.Tensor images, torch.Tensor reconstructions, int scale)
    {
        int count = (int)images.shape[0];
        using var pairs = torch.stack([images, reconstructions], 1).flatten(0, 1);
        return PictureGrid.ToPng(pairs, count, 2, scale);
    }

    private static void Report(TextWriter output, string[] names, Inversion inversion)
    {
        for (int image = 0; image < names.Length; image++)
        {
            double error = inversion.Errors[image].ToDouble();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{names[image]}: mean squared error {error:G3}"));
        }
    }
}
