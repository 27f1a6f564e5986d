using System.IO.Compression;
using Dcgan.Images;
using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class DrawCommandTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_files_contain_the_training_faces_of_a_run_with_the_same_seed(int channels)
    {
        using var folder = new TemporaryFolder();
        var format = new ImageFormat(24, 24, channels);

        Draw("--out", folder.File("faces"), "--count", "3", "--size", "24", "--channels", $"{channels}", "--seed", "7");

        using var source = ImageFolder.Open(folder.File("faces"), new ImageFolderOptions { Format = format });
        using var run = new DrawnFaces(7, 3, format);
        source.Count.Should().Be(3);
        for (int face = 0; face < 3; face++)
        {
            byte[] file = new byte[format.Bytes];
            byte[] drawn = new byte[format.Bytes];
            source.TryRead(face, file).Should().BeTrue();
            run.TryRead(face, drawn);
            file.Should().Equal(drawn);
        }
    }

    [Fact]
    public void An_archive_contains_the_same_files_as_a_folder()
    {
        using var folder = new TemporaryFolder();
        Draw("--out", folder.File("faces"), "--count", "2", "--size", "8");

        Draw("--out", folder.File("below/faces.zip"), "--count", "2", "--size", "8");

        using var archive = ZipFile.OpenRead(folder.File("below/faces.zip"));
        archive.Entries.Select(entry => entry.FullName).Should().Equal("face-000000.png", "face-000001.png");
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using var file = entry.Open();
            file.CopyTo(content);
            content.ToArray().Should().Equal(File.ReadAllBytes(folder.File($"faces/{entry.FullName}")));
        }
    }

    [Fact]
    public void The_same_faces_give_the_same_archive_and_no_other_files()
    {
        using var folder = new TemporaryFolder();
        Draw("--out", folder.File("faces.zip"), "--count", "2", "--size", "8");
        byte[] first = File.ReadAllBytes(folder.File("faces.zip"));

        Draw("--out", folder.File("again.zip"), "--count", "2", "--size", "8");

        File.ReadAllBytes(folder.File("again.zip")).Should().Equal(first);
        Directory.GetFiles(folder.Path).Should().HaveCount(2);
    }

    [Fact]
    public void An_archive_that_exists_is_kept()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine.zip", [1]);

        SampleCommandLine.Run("draw", "--out", folder.File("mine.zip")).Should().Be(
            (2, string.Empty, $"error: --out {folder.File("mine.zip")}: exists already; use another name.\n"));

        File.ReadAllBytes(folder.File("mine.zip")).Should().Equal(1);
    }

    [Fact]
    public void Faces_are_not_mixed_with_other_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine.png", [1]);

        SampleCommandLine.Run("draw", "--out", folder.Path).Should().Be(
            (2, string.Empty, $"error: --out {folder.Path}: must be a new or empty folder, or end in .zip, but is a folder that contains files.\n"));
    }

    [Theory]
    [InlineData("--count", "0", "an integer in [1, 1000000]")]
    [InlineData("--size", "1025", "an integer in [1, 1024]")]
    [InlineData("--channels", "4", "one of 1, 3")]
    [InlineData("--seed", "x", "an integer in [-2^63, 2^63 - 1]")]
    public void An_invalid_value_is_reported_in_one_line_with_the_rule(string option, string value, string rule) =>
        SampleCommandLine.Run("draw", option, value)
            .Should().Be((2, string.Empty, $"error: {option}: expected {rule} but was \"{value}\". See --help.\n"));

    private static void Draw(params string[] args)
    {
        var (exitCode, output, error) = SampleCommandLine.Run(["draw", .. args]);
        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().EndWith($"drawn faces to {args[1]}\n");
    }
}
