using System.Globalization;
using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

/// <summary>Evaluations of the whole program, because the measures need libtorch, which the tests do not have.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Caches => folder.File("caches/dcgan/features");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_are_compared_by_ImageNets_features_which_are_kept_for_the_real_images()
    {
        Run("draw", "--out", folder.File("faces.zip"), "--count", "24", "--size", "16").Error.Should().BeEmpty();
        Run("draw", "--out", folder.File("others.zip"), "--count", "12", "--size", "16", "--seed", "7").Error.Should().BeEmpty();
        string[] evaluate = ["evaluate", "--data", folder.File("faces.zip"), "--images", folder.File("others.zip")];

        var (exitCode, output, error) = Run(evaluate);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        string[] lines = output.Split('\n');
        lines[0].Should().Be($"{folder.File("others.zip")} compared with 24 image files in {folder.File("faces.zip")}, using the features of imagenet");
        lines[1].Should().Be("12 images, and 12 other real images, compared with 12 real images");
        var (value, floor) = Measured(lines, "Fréchet distance / real variance");
        value.Should().BeInRange(0.1, 3, "the features of few faces vary");
        floor.Should().BeInRange(0.1, 3);

        string cache = Directory.GetFiles(Caches, "*.features").Should().ContainSingle().Subject;
        byte[] features = File.ReadAllBytes(cache);
        features.Should().HaveCount(17 + 8 + (24 * (16 + (512 * 4))) + 16, "the real images, but not the evaluated ones, are in the cache");
        string measures = Directory.GetFiles(Caches, "*.measures").Should().ContainSingle().Subject;
        Run(evaluate).Should().Be((0, output, string.Empty));
        File.WriteAllBytes(cache, features[..^1]);
        File.WriteAllBytes(measures, File.ReadAllBytes(measures)[..^1]);
        Run(evaluate).Should().Be((0, output, string.Empty));
        File.ReadAllBytes(cache).Should().Equal(features);
    }

    [Fact]
    public void The_measures_of_other_real_images_are_kept_for_these_images_features_and_counts_only()
    {
        Run("draw", "--out", folder.File("faces.zip"), "--count", "24", "--size", "16").Error.Should().BeEmpty();
        Run("draw", "--out", folder.File("others.zip"), "--count", "24", "--size", "16", "--seed", "7").Error.Should().BeEmpty();
        Run("draw", "--out", folder.File("third.zip"), "--count", "24", "--size", "16", "--seed", "8").Error.Should().BeEmpty();
        folder.Write("mean.onnx", new TinyImageModel().ToArray());
        string[] evaluate = ["evaluate", "--images", folder.File("others.zip"), "--features", folder.File("mean.onnx"), "--feature-range"];
        string[] first = [.. evaluate, "0..1", "--data", folder.File("faces.zip")];
        string output = Run(first).Output;
        string kept = Directory.GetFiles(Caches, "*.measures").Should().ContainSingle().Subject;

        // The kept measures are those that the table shows.
        File.WriteAllText(kept, File.ReadAllText(kept).Replace("\"Coverage\":", "\"Coverage\":7e9,\"Unknown\":", StringComparison.Ordinal));
        Run(first).Output.Should().Contain("7E+09").And.NotBe(output);

        foreach (string[] other in (string[][])[
            [.. first, "--count", "8"],
            [.. first, "--held-out", folder.File("third.zip")],
            [.. evaluate, "0..255", "--data", folder.File("faces.zip")],
            [.. evaluate, "0..1", "--data", folder.File("third.zip")]])
        {
            Run(other).Output.Should().Contain("coverage").And.NotContain("7E+09", string.Join(' ', other));
        }
    }

    [Fact]
    public void The_same_images_have_no_distance_and_several_sets_have_an_interval()
    {
        Run("draw", "--out", folder.File("faces.zip"), "--count", "12", "--size", "16").Error.Should().BeEmpty();
        folder.Write("mean.onnx", new TinyImageModel().ToArray());
        string faces = folder.File("faces.zip");

        string[] copies = [folder.File("a.zip"), folder.File("b.zip"), folder.File("c.zip")];
        Array.ForEach(copies, copy => File.Copy(faces, copy));

        var (exitCode, output, error) = Run(
            "evaluate", "--data", faces, "--held-out", copies[0], "--images", copies[1], "--images", copies[2], "--features", folder.File("mean.onnx"), "--feature-range", "0..1");

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        string[] lines = output.Split('\n');
        lines[1].Should().Be("2 times 12 images, and 12 other real images, compared with 12 real images");
        lines.Should().Contain("coverage                                   1           0           1  higher, 1");
        Measured(lines, "sliced Wasserstein distance").Value.Should().Be(0);
        Measured(lines, "Fréchet distance").Value.Should().BeApproximately(0, 1e-6);
    }

    [Fact]
    public void A_run_is_measured_by_ImageNets_features_after_other_real_images()
    {
        var caches = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = folder.File("caches") };
        Run("draw", "--out", folder.File("faces.zip"), "--count", "24", "--size", "16").Error.Should().BeEmpty();
        string[] run = ["--data", folder.File("faces.zip"), "--epochs", "1", "--out", folder.File("run"), "--evaluate"];

        var (exitCode, output, error) = TrainFacesProcess.TrainIn(caches, [.. run, FeatureNetwork.ImageNet]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().MatchRegex("evaluated 12 other real images: Fréchet / variance [0-9.]+  precision").And.Contain("\nevaluated 12 images in ");
        File.ReadAllLines(folder.File("run/measures.csv")).Should().HaveCount(2);
        File.ReadAllText(folder.File("run/report.html")).Should().MatchRegex("Measures of other real images</dt><dd>Fr[^<]+ / variance [0-9.]+  precision");
        Directory.GetFiles(Caches, "*.features").Should().ContainSingle();

        folder.Write("mean.onnx", new TinyImageModel().ToArray());
        TrainFacesProcess.TrainIn(caches, [.. run, folder.File("mean.onnx"), "--feature-range", "0..1", "--resume"]).Error.Should()
            .MatchRegex("^error: --resume: the run was started with .*, features [0-9A-F]{8}\\), but the current options give .*, features [0-9A-F]{8}\\)\\.");
    }

    [Fact]
    public void Checkpoints_of_another_format_are_refused_before_anything_is_measured()
    {
        string gray = Checkpoint("1");
        string color = Checkpoint("3");

        Run("evaluate", "--checkpoint", gray, "--checkpoint", color).Should().Be((2, string.Empty,
            $"error: --checkpoint {color}: must generate 16x16x1 images, as {gray}, but generates 16x16x3 images.\n"));

        folder.Write("mean.onnx", new TinyImageModel().ToArray());
        string[] evaluate = ["evaluate", "--checkpoint", gray, "--count", "12", "--features", folder.File("mean.onnx"), "--feature-range", "-1..1"];
        var (exitCode, output, error) = Run([.. evaluate, "--seeds", "3"]);
        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("\n3 times 12 images, and 12 other real images, compared with 12 real images\n");
    }

    private string Checkpoint(string channels)
    {
        TrainFacesProcess.Train("--channels", channels, "--max-steps", "1", "--out", folder.File(channels)).ExitCode.Should().Be(0);
        return Directory.GetFiles(folder.File($"{channels}/checkpoints"), "*.safetensors").Should().ContainSingle().Subject;
    }

    private static (double Value, double OtherReal) Measured(string[] lines, string measure)
    {
        string[] numbers = lines.Single(line => line.StartsWith($"{measure}  ", StringComparison.Ordinal))[measure.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private (int ExitCode, string Output, string Error) Run(params string[] args) =>
        TrainFacesProcess.RunIn(new() { ["XDG_CACHE_HOME"] = folder.File("caches") }, args);
}
