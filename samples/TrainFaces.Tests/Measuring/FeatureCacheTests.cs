using Dcgan.Images;
using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public sealed class FeatureCacheTests : IDisposable
{
    private static readonly ImageFormat Format = new(2, 2, 1);

    private readonly TemporaryFolder folder = new();
    private readonly List<byte> computed = [];
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Features_are_computed_once_and_read_again()
    {
        Use(1, 2, 3, 2);
        computed.Should().Equal(1, 2, 3);

        Use(3, 2, 1);

        computed.Should().Equal(1, 2, 3);
        warnings.Should().BeEmpty();
    }

    [Fact]
    public void Only_the_features_of_changed_images_are_computed_again()
    {
        Use(1, 2, 3);
        Use(1, 7, 3);
        computed.Should().Equal(1, 2, 3, 7);

        Use(1, 2);

        computed.Should().Equal([1, 2, 3, 7, 2], "image 2 was no longer in the data set");
    }

    [Fact]
    public void Fewer_images_leave_the_file_as_it_is()
    {
        Use(1, 2, 3);
        byte[] before = File.ReadAllBytes(SingleFile());

        Use(2);

        File.ReadAllBytes(SingleFile()).Should().Equal(before);
    }

    [Theory]
    [InlineData("another model", "data")]
    [InlineData("model", "other data")]
    public void Another_model_or_data_set_has_another_file(string model, string data)
    {
        Use(1);

        Use(FeatureCache.Open(folder.Path, model, data), 1);

        computed.Should().Equal(1, 1);
        Directory.GetFiles(folder.Path).Should().HaveCount(2);
    }

    [Fact]
    public void Pixels_of_another_format_are_another_image() =>
        FeatureCache.Key(new byte[12], new ImageFormat(2, 2, 3)).Should().NotBe(FeatureCache.Key(new byte[12], new ImageFormat(12, 12, 1)));

    [Fact]
    public void A_damaged_file_is_written_anew()
    {
        Use(1, 2);
        byte[] intact = File.ReadAllBytes(SingleFile());
        byte[][] damaged = [[], [1], intact[..^1], [.. intact[..40], (byte)(intact[40] ^ 1), .. intact[41..]], new byte[intact.Length]];
        foreach (byte[] content in damaged)
        {
            File.WriteAllBytes(SingleFile(), content);
            computed.Clear();
            Use(1, 2);
            computed.Should().Equal(1, 2);
            File.ReadAllBytes(SingleFile()).Should().Equal(intact);
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_a_warning()
    {
        folder.Write("file", [1]);

        Use(FeatureCache.Open(folder.File("file/features"), "model", "data"), 1);

        computed.Should().Equal(1);
        warnings.Should().ContainSingle().Which.Should().StartWith("the features of the real images cannot be kept for the next evaluation. ");
    }

    private string SingleFile() => Directory.GetFiles(folder.Path).Should().ContainSingle().Subject;

    private void Use(params byte[] images) => Use(FeatureCache.Open(folder.Path, "model", "data"), images);

    private void Use(FeatureCache cache, params byte[] images)
    {
        foreach (byte image in images)
        {
            cache.Get(FeatureCache.Key([image, 0, 0, 0], Format), () =>
            {
                computed.Add(image);
                return [image, -image];
            }).Should().Equal(image, -image);
        }

        cache.Save(warnings.Add);
    }
}
