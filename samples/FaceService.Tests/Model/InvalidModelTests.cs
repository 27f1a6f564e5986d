using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class InvalidModelTests
{
    [Theory]
    [InlineData("dcgan.format_version", null, "dcgan.format_version is missing; the file must be a generator exported by Dcgan.Core.")]
    [InlineData("dcgan.format_version", "2", "dcgan.format_version must be \"1\" but was \"2\".")]
    [InlineData("dcgan.network", "discriminator", "dcgan.network must be \"generator\" but was \"discriminator\".")]
    [InlineData("dcgan.statistics", null, "dcgan.statistics must be one of Running, Calibrated, Batch but was \"\".")]
    [InlineData("dcgan.statistics", "1", "dcgan.statistics must be one of Running, Calibrated, Batch but was \"1\".")]
    [InlineData("dcgan.options", null, "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "[]", "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "{\"latent_size\": 2.5}", "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "{\"latent_size\": 0}", "latent_size must be in [1, 4096] but was 0.")]
    [InlineData("dcgan.options", "{\"latent_size\": 2, \"latent_distribution\": \"Cauchy\"}", "latent_distribution must be one of Uniform, Normal but was \"Cauchy\".")]
    [InlineData("dcgan.options", "{\"latent_size\": 3, \"latent_distribution\": \"Normal\"}", "the model cannot run on latents [N, latent_size]; latent_size in dcgan.options must match the model's input.")]
    public void Invalid_metadata_is_rejected(string key, string? value, string sentence) =>
        AssertRejected(new TinyOnnx { MetadataChanges = new Dictionary<string, string?> { [key] = value } }.ToArray(), sentence);

    [Fact]
    public void Batch_statistics_are_rejected_because_a_face_would_depend_on_its_batch() => AssertRejected(
        new TinyOnnx { MetadataChanges = new Dictionary<string, string?> { ["dcgan.statistics"] = "Batch" } }.ToArray(),
        "dcgan.statistics must be Running or Calibrated but was \"Batch\", which makes each face depend on the rest of its batch; export the generator with running or calibrated statistics.");

    [Theory]
    [InlineData(new[] { 2, 4, 4 }, "[2, 2, 4, 4]")]
    [InlineData(new[] { 1, 257, 8 }, "[2, 1, 257, 8]")]
    [InlineData(new[] { 1, 8, 257 }, "[2, 1, 8, 257]")]
    public void Images_with_an_unsupported_shape_are_rejected(int[] image, string shape) => AssertRejected(
        new TinyOnnx { Image = image }.ToArray(), $"the output for 2 latents must be [2, 1 or 3, H, W] with H and W in [1, 256] but was {shape}.");

    [Fact]
    public void Images_with_nan_are_rejected() =>
        AssertRejected(new TinyOnnx { Weight = float.NaN }.ToArray(), "the output must be finite but contains NaN or infinity.");

    [Fact]
    public void A_network_with_other_inputs_and_outputs_is_rejected() => AssertRejected(
        new TinyOnnx { Input = "noise", Output = "picture" }.ToArray(),
        "must have the input \"latents\" and the output \"images\" but has \"noise\" and \"picture\".");

    [Fact]
    public void A_truncated_file_is_rejected() => AssertRejected(
        new TinyOnnx().ToArray()[..100], $"ONNX Runtime {FaceModel.RuntimeVersion} cannot load this file as an ONNX model.");

    [Fact]
    public void A_valid_model_has_the_properties_of_its_file()
    {
        using var file = new TemporaryFile(new TinyOnnx { Image = [3, 4, 16] }.ToArray());

        using FaceModel model = FaceModel.Load(file.FullName);

        model.Info.Should().BeEquivalentTo(
            new { LatentSize = 2, Statistics = ModelStatistics.Running, LibraryVersion = "1.2.3", ImageHeight = 4, ImageWidth = 16, Channels = 3 });
        model.Generate(new float[] { 100, 100 }, default, CancellationToken.None).Should().HaveCount(192).And.OnlyContain(value => value == 255);
        model.Generate(new float[] { 0, 0 }, default, CancellationToken.None).Should().OnlyContain(value => value == 127);
    }

    [Theory]
    [InlineData("/walk?from=1&to=2&frames=4")]
    [InlineData("/grid.png?seed=1")]
    public async Task Grayscale_faces_are_served(string path)
    {
        using var file = new TemporaryFile(new TinyOnnx().ToArray());
        await using var service = new RunningService(FaceModel.Load(file.FullName));

        using HttpResponseMessage response = await service.Client.GetAsync(path);

        response.IsSuccessStatusCode.Should().BeTrue();
    }

    private static void AssertRejected(byte[] bytes, string sentence)
    {
        using var file = new TemporaryFile(bytes);
        Action load = () => FaceModel.Load(file.FullName).Dispose();
        load.Should().Throw<StartException>().WithMessage($"{file.Name}: {sentence}");
    }
}
