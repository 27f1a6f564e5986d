using System.CommandLine;
using System.Globalization;
using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Finds latents from which a checkpoint's generator reconstructs given images.</summary>
internal static class InvertCommand
{
    private static readonly InversionOptions Defaults = new();

    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the error of each image and the path of the picture.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var files = new Option<string[]>("--image")
        {
            Description = "Image file (JPEG, PNG, WebP or BMP) to reconstruct. It is cropped to the aspect ratio of the generator's images and resized. Repeat the option for each image.",
            HelpName = "FILE",
            Required = true,
        };
        var picture = OutputFile.Option("PNG file to write. Each row has an image and its reconstruction.", "inverted.png");
        var steps = Integer.Option("--steps", "Optimization steps from each starting point.", 1, 1_000_000, 300);
        var restarts = Integer.Option("--restarts", "Starting points per image. The best result is used.", 1, 1024, Defaults.Restarts);
        var seed = Integer.Any("--seed", "Random seed for the starting points.", Defaults.Seed);
        var scale = CheckpointOptions.Scale(2);

        var command = new Command("invert", "Finds latents for images, and shows how the generator reconstructs them.")
        {
            checkpoint, files, steps, restarts, seed, scale, picture,
        };
        command.SetAction(parsed => run((display, stop) =>
        {
            string path = parsed.GetValue(picture)!;
            string[] names = parsed.GetValue(files)!;
            string file = parsed.GetValue(checkpoint)!;
            OutputFile.CheckIsNot(path, CheckpointOptions.Name, file);
            OutputFile.CheckIsNot(path, files.Name, names);
            using var generator = CheckpointOptions.OpenUnconditional(file, "invert");
            CheckpointOptions.CheckSize("--image, --scale", 2L * names.Length, generator.Options.ImageSize, parsed.GetValue(scale));
            var format = ImageData.FormatOf($"--checkpoint {file}", generator.Options.ImageSize, generator.Options.ImageChannels);
            using var scope = torch.NewDisposeScope();
            var images = Read(names, format)
                .to(generator.parameters().First().dtype);
            var options = new InversionOptions { Restarts = parsed.GetValue(restarts), Seed = parsed.GetValue(seed) };
            using var inversion = display.Run("Searching latents", progress => generator.Invert(images, parsed.GetValue(steps), options, progress, stop));

            OutputFile.Write(path, SideBySide(images, inversion.Images, parsed.GetValue(scale)), stop);
            Report(output, names, inversion);
            output.WriteLine($"Saved each image with its reconstruction to {Path.GetFullPath(path)}");
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    /// <summary>Reads image files and resizes them to the generator's image size.</summary>
    /// <returns>[N, C, H, W] in [-1, 1].</returns>
    /// <exception cref="SampleException">A file cannot be read.</exception>
    private static torch.Tensor Read(string[] names, ImageFormat format)
    {
        using var scope = torch.NewDisposeScope();
        return torch.stack(names.Select(name => Read(name, format)).ToArray()).MoveToOuterDisposeScope();
    }

    private static torch.Tensor Read(string name, ImageFormat format)
    {
        try
        {
            return ImageFile.Load(name, format);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SampleException($"--image {name}: {(Directory.Exists(name) ? "must be an image file but is a folder" : "the file does not exist")}.", error);
        }
        catch (InvalidDataException error) when (error.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new SampleException($"--image {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException($"--image {name}: cannot read the file. {error.Message}", error);
        }
    }

    private static byte[] SideBySide(torch.Tensor images, torch.Tensor reconstructions, int scale)
    {
        int count = (int)images.shape[0];
        using var pairs = torch.stack([images, reconstructions], 1).flatten(0, 1);
        return PictureGrid.ToPng(pairs, count, 2, scale);
    }

    private static void Report(TextWriter output, string[] names, Inversion inversion)
    {
        using var errors = inversion.Errors.to(torch.float64);
        for (int image = 0; image < names.Length; image++)
        {
            double error = errors.data<double>()[image];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{names[image]}: mean squared error {error:G3}"));
        }
    }
}
