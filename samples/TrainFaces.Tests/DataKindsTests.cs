using System.Globalization;
using System.Text;
using FluentAssertions;
using SkiaSharp;
using Xunit;

namespace TrainFaces.Tests;

/// <summary>Runs on data of other kinds than square RGB images without classes.</summary>
public sealed class DataKindsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("run");

    [Fact]
    public void Rectangles_with_alpha_are_trained_sampled_walked_and_inverted()
    {
        for (int image = 0; image < 4; image++)
        {
            folder.Write($"data/{image}.png", TestImages.Png(32, 16, (x, y) => new SKColor((byte)(8 * x), (byte)(16 * y), 0, (byte)(x < 16 ? 255 : 0))));
        }

        // The depths are 4,4, so 2x4 becomes 8x16.
        Run("--out", Out, "--data", folder.File("data"), "--s-size", "2x4", "--channels", "4", "--max-steps", "1");
        string checkpoint = Checkpoint();

        using (SKBitmap grid = SKBitmap.Decode(Path.Combine(Out, "samples-epoch-0001.png")))
        {
            (grid.Width, grid.Height, grid.AlphaType).Should().Be((8 * 16, 8 * 8, SKAlphaType.Premul));
            grid.Pixels.Should().Contain(pixel => pixel.Alpha < 255, "alpha is kept");
        }

        Run("--out", Out, "--data", folder.File("data"), "--size", "8x16", "--channels", "4", "--max-steps", "2", "--resume")
            .Should().Contain("Done: 1 steps");
        Run("sample", "--checkpoint", checkpoint, "--count", "3", "--out", folder.File("sample.png"));
        Size("sample.png").Should().Be((2 * 16, 2 * 8));
        Run("walk", "--checkpoint", checkpoint, "--frames", "2", "--scale", "1", "--out", folder.File("walk.gif"));
        Size("walk.gif").Should().Be((16, 8));
        Run("invert", "--checkpoint", checkpoint, "--image", folder.File("data/0.png"), "--steps", "2", "--scale", "1", "--out", folder.File("inverted.png"));
        Size("inverted.png").Should().Be((2 * 16, 8));
        TrainFacesProcess.Train("--out", Out, "--data", folder.File("data"), "--base-size", "4x2", "--channels", "4", "--resume").Error
            .Should().Contain("started with --base-size 2x4, but the current options give --base-size 4x2.");
    }

    [Fact]
    public void Subfolders_are_classes_whose_names_stay_in_the_checkpoint()
    {
        string[] names = ["apple", "pear", "plum"];
        for (int image = 0; image < 12; image++)
        {
            folder.Write($"data/{names[image % 3]}/{image}.png", TestImages.Gray((byte)(20 * image)));
        }

        string[] command = ["--out", Out, "--data", folder.File("data"), "--classes"];
        Run([.. command, "--max-steps", "1"]).Should().Contain($"12 image files of 3 classes (apple, pear, plum) in {folder.File("data")}");
        Run([.. command, "--max-steps", "2", "--resume"]).Should().Contain("Done: 1 steps");
        string checkpoint = Checkpoint();

        Size("run/samples-epoch-0001.png").Should().Be((8 * 16, 3 * 16), "each class has a row");
        Run("sample", "--checkpoint", checkpoint, "--count", "6", "--out", folder.File("all.png"));
        Size("all.png").Should().Be((2 * 16, 3 * 16));
        Run("sample", "--checkpoint", checkpoint, "--count", "7", "--out", folder.File("all.png")).Should().Contain("Saved 7 faces");
        Size("all.png").Should().Be((3 * 16, 3 * 16), "7 images of 3 classes need rows of 3");
        Run("sample", "--checkpoint", checkpoint, "--count", "4", "--out", folder.File("all.png"));
        Size("all.png").Should().Be((2 * 16, 3 * 16), "no class is left out");
        Run("sample", "--checkpoint", checkpoint, "--out", folder.File("all.png")).Should().Contain("Saved 66 faces");
        TrainFacesProcess.RunIn([], "sample", "--checkpoint", checkpoint, "--count", "2", "--out", folder.File("all.png")).Error
            .Should().Be("warning: --count 2: the picture shows only the first 2 of 3 classes.\n");
        foreach (string plum in new[] { "plum", "2" })
        {
            Run("sample", "--checkpoint", checkpoint, "--class", plum, "--count", "1", "--out", folder.File($"{plum}.png"));
        }

        File.ReadAllBytes(folder.File("2.png")).Should().Equal(File.ReadAllBytes(folder.File("plum.png")));
        TrainFacesProcess.RunIn([], "sample", "--checkpoint", checkpoint, "--class", "fig", "--out", folder.File("fig.png"))
            .Should().Be((2, string.Empty, "error: --class fig: must be one of \"apple\", \"pear\", \"plum\", or a number in [0, 2].\n"));
        TrainFacesProcess.Train("--out", folder.File("new"), "--data", folder.File("data"), "--start-from", checkpoint)
            .Error.Should().Be($"error: --start-from {checkpoint}: the networks have 3 classes; add --classes, and use --data with a subfolder for each class.\n");
        TrainFacesProcess.Train("--out", folder.File("new"), "--data", folder.File("data"), "--classes", "--label-size", "4", "--start-from", checkpoint)
            .Error.Should().Be($"error: --label-size 4: contradicts --start-from {checkpoint}, whose networks have 0; leave out --label-size.\n");
        Run("--out", folder.File("new"), "--data", folder.File("data"), "--classes", "--start-from", checkpoint, "--max-steps", "1");
        TrainFacesProcess.Train("--out", Out, "--data", folder.File("data"), "--resume").Error.Should().Be(
            "error: --resume: the run was started with --classes (3 classes), but the current options give --classes (none). Use the same options or another --out.\n");
        Directory.Move(folder.File("data/plum"), folder.File("data/cherry"));
        TrainFacesProcess.Train("--out", folder.File("other"), "--data", folder.File("data"), "--classes", "--start-from", checkpoint).Error.Should().Be(
            $"error: --data: must have the classes of --start-from {checkpoint}, 3 classes (apple, pear, plum), but has 3 (apple, cherry, pear).\n");
    }

    [Fact]
    public void Class_embeddings_of_an_earlier_build_are_resumed_with_their_size_and_start_another_run_without_it()
    {
        for (int image = 0; image < 4; image++)
        {
            folder.Write($"data/{image % 2}/{image}.png", TestImages.Gray((byte)(50 * image)));
        }

        string[] command = ["--out", Out, "--data", folder.File("data"), "--classes"];
        Run([.. command, "--label-size", "32", "--max-steps", "1"]);
        string identity = Path.Combine(Out, "run.json");
        File.WriteAllText(identity, File.ReadAllText(identity).Replace(",\"--label-size\":\"32\"", string.Empty, StringComparison.Ordinal)); // As it was before the option.
        File.ReadAllText(identity).Should().NotContain("label-size");

        TrainFacesProcess.Train([.. command, "--resume"]).Error.Should().Be(
            "error: --resume: the run was started with --label-size 32, but the current options give --label-size 0. Use the same options or another --out.\n");
        Run([.. command, "--label-size", "32", "--max-steps", "2", "--resume"]).Should().Contain("Done: 1 steps");
        Run("--out", folder.File("new"), "--data", folder.File("data"), "--classes", "--start-from", Checkpoint(), "--max-steps", "1");
        Run("sample", "--checkpoint", Checkpoint(), "--out", folder.File("all.png"));
        TrainFacesProcess.Train("--out", folder.File("new"), "--data", folder.File("data"), "--label-size", "32").Error.Should().Be(
            "error: --label-size 32: needs --classes.\n");
    }

    [Fact]
    public void A_run_on_few_images_names_the_preset_for_them_unless_a_preset_was_chosen()
    {
        const string Hint = "4 images are few. In long runs, --preset few-images keeps the discriminator from memorizing them.\n";
        for (int image = 0; image < 4; image++)
        {
            folder.Write($"data/{image}.png", TestImages.Gray((byte)(50 * image)));
        }

        string[] command = ["--data", folder.File("data"), "--max-steps", "1"];
        string[] first = [.. command, "--out", folder.File("first")];
        Run(first).Should().Contain(Hint);
        Run([.. first, "--resume"]).Should().NotContain(Hint);
        Run([.. command, "--out", folder.File("second"), "--preset", "recommended"]).Should().NotContain(Hint);
        Run([.. command, "--out", Out, "--preset", "few-images"]).Should().NotContain(Hint);
        File.ReadAllText(Path.Combine(Out, "report.html")).Should().Contain("few-images");
        Encoding.UTF8.GetString(File.ReadAllBytes(Checkpoint())[..4096]).Should().Contain("adaptive_target\\\":0.6");
    }

    [Fact]
    public void A_sample_of_many_classes_shows_each_of_them()
    {
        for (int label = 0; label < 70; label++)
        {
            folder.Write($"data/{label:00}/1.png", TestImages.Gray((byte)(3 * label)));
        }

        Run("--out", Out, "--data", folder.File("data"), "--classes", "--max-steps", "1");

        Run("sample", "--checkpoint", Checkpoint(), "--out", folder.File("all.png")).Should().Contain("Saved 70 faces");
        Size("all.png").Should().Be((16, 70 * 16));
        Directory.Delete(folder.File("data/00"), recursive: true);
        Directory.Move(folder.File("data/01"), folder.File("data/00"));
        folder.Write("data/01/1.png", TestImages.Gray(0));
        TrainFacesProcess.Train("--out", Out, "--data", folder.File("data"), "--classes", "--resume").Error.Should().Be(
            "error: --resume: the images have the names of those of the run but other contents. Restore the images, or use another --out.\n", "two classes have changed places");
    }

    /// <summary>The picture of an inversion has the input on the left, and the measures compare images in the channels of the model.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Images_with_alpha_are_inverted_and_evaluated_in_all_their_channels(int channels)
    {
        // Gray, so that two channels hold it too. Opaque and transparent parts, because other alpha is rounded in the files.
        SKColor Pattern(int image, int x, int y) => x < 8 ? new SKColor((byte)(15 * x), (byte)(15 * x), (byte)(15 * x), (byte)(y < 4 + image ? 255 : 0)) : new SKColor((byte)(9 * y), (byte)(9 * y), (byte)(9 * y));
        for (int image = 0; image < 12; image++)
        {
            byte[] png = TestImages.Png(16, 16, (x, y) => Pattern(image, x, y));
            folder.Write($"data/{image}.png", png);
            folder.Write($"same/{image}.png", png);
            folder.Write($"other/{image}.png", png);
            folder.Write($"opaque/{image}.png", TestImages.Png(16, 16, (x, y) => Pattern(image, x, y).WithAlpha(255)));
        }

        Run("--out", Out, "--data", folder.File("data"), "--channels", $"{channels}", "--max-steps", "1");
        Run("invert", "--checkpoint", Checkpoint(), "--image", folder.File("data/3.png"), "--steps", "1", "--scale", "1", "--out", folder.File("inverted.png"));
        double same = Distance("same");
        double opaque = Distance("opaque");

        using SKBitmap inverted = SKBitmap.Decode(folder.File("inverted.png"));
        (inverted.Width, inverted.Height).Should().Be((2 * 16, 16));
        for (int y = 0; y < 16; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                SKColor expected = Pattern(3, x, y);
                SKColor actual = inverted.GetPixel(x, y);
                (actual.Alpha == 0 ? SKColors.Empty : actual).Should().Be(expected.Alpha == 0 ? SKColors.Empty : expected, "pixel {0}, {1}", x, y);
            }
        }

        same.Should().BeApproximately(0, 1e-4);
        opaque.Should().BeGreaterThan(0.01, "the features see alpha");

        double Distance(string images) => double.Parse(
            Run("evaluate", "--data", folder.File("data"), "--held-out", folder.File("other"), "--images", folder.File(images), "--features", Checkpoint()).Split('\n')
                .Single(line => line.StartsWith("Fréchet distance / real variance ", StringComparison.Ordinal))["Fréchet distance / real variance ".Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
            CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Classes_without_data_are_refused() =>
        TrainFacesProcess.Train("--out", Out, "--classes").Should().Be(
            (2, string.Empty, "error: --classes: needs --data, a folder or zip archive with a subfolder for each class.\n"));

    private static string Run(params string[] arguments)
    {
        var (exitCode, output, error) = arguments[0].StartsWith("--", StringComparison.Ordinal)
            ? TrainFacesProcess.Train(arguments)
            : TrainFacesProcess.RunIn([], arguments);
        (exitCode, error).Should().Be((0, string.Empty));
        return output;
    }

    private string Checkpoint() => Directory.GetFiles(Path.Combine(Out, "checkpoints"), "*.safetensors").Order(StringComparer.Ordinal).Last();

    private (int Width, int Height) Size(string name)
    {
        using var codec = SKCodec.Create(folder.File(name));
        return (codec.Info.Width, codec.Info.Height);
    }
}
