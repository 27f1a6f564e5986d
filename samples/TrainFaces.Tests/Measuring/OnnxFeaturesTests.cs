using Dcgan.Images;
using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public sealed class OnnxFeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The expected numbers are those of Python: PyTorch 2.6 resizes, and ONNX Runtime 1.21 runs the package's models.
    [Theory]
    [InlineData(1, 374.3401, 1483.3125, 0.0518010, 0.2710361, 0.0, 5.5287328, 1.1401223, 0.0258504)]
    [InlineData(3, 420.8205, 1729.7422, 0.0, 0.0490139, 0.0, 1.9558919, 0.3152438, 0.0903042)]
    public void ImageNets_features_are_those_of_an_independent_program(int channels, double sum, double squares, params double[] first)
    {
        using var network = (OnnxFeatures)FeatureNetwork.Open("--features", FeatureNetwork.ImageNet, null, default);

        float[] features = network.Of(TestPattern.Bytes(16, channels), new ImageFormat(16, 16, channels));

        features.Should().HaveCount(512);
        features.Take(first.Length).Select(value => (double)value).Zip(first).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
        features.Sum(value => (double)value).Should().BeApproximately(sum, 0.01);
        features.Sum(value => (double)value * value).Should().BeApproximately(squares, 0.05);
    }

    [Theory]
    [InlineData("0..255", 0, 51, 255)]
    [InlineData("0..1", 0, 0.2, 1)]
    [InlineData("-1..1", -1, -0.6, 1)]
    [InlineData("imagenet", -0.485 / 0.229, (0.2 - 0.456) / 0.224, (1 - 0.406) / 0.225)]
    public void A_model_gets_red_green_and_blue_in_its_range(string range, double red, double green, double blue)
    {
        using var network = Open(new TinyImageModel(), PixelRange.Named(range));

        float[] features = network.Of([.. Enumerable.Repeat<byte[]>([0, 51, 255], 4).SelectMany(pixel => pixel)], new ImageFormat(2, 2, 3));

        features.Select(value => (double)value).Zip([red, green, blue]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
    }

    [Fact]
    public void Gray_images_are_repeated_in_all_three_channels()
    {
        using var network = Open(new TinyImageModel { Input = [1, 3, 2, 2] }, PixelRange.Bytes);

        network.Of([10, 20, 30, 40], new ImageFormat(2, 2, 1)).Should().Equal(25, 25, 25);
    }

    [Fact]
    public void A_model_without_pooling_is_flattened()
    {
        using var network = Open(new TinyImageModel { Input = [1, 3, 1, 2], Operation = "Identity" }, PixelRange.Bytes);

        network.Of([1, 2, 3], new ImageFormat(1, 1, 3)).Should().Equal(1, 1, 2, 2, 3, 3);
    }

    [Fact]
    public void A_model_that_is_not_of_images_is_refused_with_the_rule()
    {
        Refusal(new TinyImageModel { Input = [0, 1, 4, 4] }).Should().Be("the model's input must be [1, 3, H, W] or [N, 3, H, W], with H and W fixed, but is [N, 1, 4, 4].");
        Refusal(new TinyImageModel { Input = [0, 3, 0, 4] }).Should().Contain("but is [N, 3, N, 4].");
        Refusal(new TinyImageModel { Input = [8, 3, 4, 4] }).Should().Contain("but is [8, 3, 4, 4].");
        Refusal(new TinyImageModel { Input = [3, 4], Operation = "Identity" }).Should().Contain("but is [3, 4].");
        Refusal(new TinyImageModel { Outputs = 2 }).Should().Be("the model must have one input and one output but has 1 and 2.");
        Refusal(new TinyImageModel { ElementType = TinyImageModel.Double, Operation = "Identity" }).Should().Be(
            "the model's input and output must be tensors of type Float (float32) but are Double and Double.");
        Refusal(new TinyImageModel { Input = [1, 3, 64, 64], Operation = "Identity" }).Should().Be(
            "the model must return at least 1 and at most 8192 numbers for an image but returns 12288; use a model whose output is pooled to one vector.");
    }

    [Fact]
    public void A_file_that_is_not_a_model_is_refused()
    {
        string path = folder.File("model.onnx");
        Refusal().Should().Be("the file does not exist.");
        folder.Write("model.onnx", [1, 2, 3]);
        Refusal().Should().StartWith("ONNX Runtime cannot load this file as an ONNX model.");
        folder.Write("model.onnx", []);
        FluentActions.Invoking(() => Open(path, PixelRange.Bytes)).Should().Throw<SampleException>()
            .WithMessage($"--features: {path} is empty or not a regular file.");
    }

    [Fact]
    public void The_range_is_required_for_ONNX_files_only()
    {
        FluentActions.Invoking(() => Open("a.ONNX", null)).Should().Throw<SampleException>().WithMessage(
            "--feature-range: required for --features a.ONNX: the values that the model expects for pixels, one of 0..255, 0..1, -1..1, imagenet.");
        FluentActions.Invoking(() => Open(FeatureNetwork.ImageNet, PixelRange.Bytes)).Should().Throw<SampleException>().WithMessage(
            "--feature-range 0..255: is only for an ONNX model, but --features is imagenet; leave it out.");
    }

    [Fact]
    public void The_digest_depends_on_the_file_and_the_range()
    {
        folder.Write("a.onnx", [1]);
        folder.Write("b.onnx", [2]);
        string?[] digests =
        [
            Digest("a.onnx", "0..1"), Digest("a.onnx", "0..255"), Digest("b.onnx", "0..1"), FeatureNetwork.Digest("--evaluate", FeatureNetwork.ImageNet, null),
        ];

        digests.Should().OnlyHaveUniqueItems().And.NotContainNulls();
        Digest("missing.onnx", "0..1").Should().BeNull();
        FeatureNetwork.Digest("--evaluate", folder.File("a.onnx"), null).Should()
            .Be("4BF5122F344554C53BDE2EBB8CD2B7E3D1600AD631C385A5D7CCE23C7785459A", "runs saved before have the file's SHA-256");
    }

    private static OnnxFeatures Open(string path, PixelRange? range) => (OnnxFeatures)FeatureNetwork.Open("--features", path, range, default);

    private OnnxFeatures Open(TinyImageModel model, PixelRange range)
    {
        folder.Write("model.onnx", model.ToArray());
        return Open(folder.File("model.onnx"), range);
    }

    private string Refusal(TinyImageModel model)
    {
        folder.Write("model.onnx", model.ToArray());
        return Refusal();
    }

    private string Refusal()
    {
        string path = folder.File("model.onnx");
        string message = FluentActions.Invoking(() => Open(path, PixelRange.Bytes)).Should().Throw<SampleException>().Which.Message;
        string start = $"--features {path}: ";
        message.Should().StartWith(start);
        return message[start.Length..];
    }

    private string? Digest(string name, string range) => FeatureNetwork.Digest("--evaluate", folder.File(name), PixelRange.Named(range));
}
