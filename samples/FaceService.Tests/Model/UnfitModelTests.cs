using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class UnfitModelTests
{
    [Theory]
    [InlineData("dcgan.format_version", null, "has no dcgan.format_version; it is not a generator that Dcgan.Core exported.")]
    [InlineData("dcgan.format_version", "2", "dcgan.format_version must be \"1\" but was \"2\".")]
    [InlineData("dcgan.network", "discriminator", "dcgan.network must be \"generator\" but was \"discriminator\".")]
    [InlineData("dcgan.statistics", null, "dcgan.statistics must be one of Running, Calibrated, Batch but was \"\".")]
    [InlineData("dcgan.statistics", "1", "dcgan.statistics must be one of Running, Calibrated, Batch but was \"1\".")]
    [InlineData("dcgan.options", null, "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "[]", "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "{\"latent_size\": 2.5}", "dcgan.options must be JSON with latent_size and latent_distribution.")]
    [InlineData("dcgan.options", "{\"latent_size\": 0}", "latent_size must be from 1 to 4096 but was 0.")]
    [InlineData("dcgan.options", "{\"latent_size\": 2, \"latent_distribution\": \"Cauchy\"}", "latent_distribution must be one of Uniform, Normal but was \"Cauchy\".")]
    [InlineData("dcgan.options", "{\"latent_size\": 3, \"latent_distribution\": \"Normal\"}", "cannot make images of latents [N, LatentSize].")]
    public void A_file_that_says_something_else_of_itself_is_refused(string key, string? value, string sentence) =>
        Refused(new TinyOnnx { Changed = new Dictionary<string, string?> { [key] = value } }.ToArray(), sentence);

    [Fact]
    public void Batch_statistics_are_refused_for_a_face_would_depend_on_its_neighbours() => Refused(
        new TinyOnnx { Changed = new Dictionary<string, string?> { ["dcgan.statistics"] = "Batch" } }.ToArray(),
        "dcgan.statistics is \"Batch\", by which a face depends on the faces beside it: export it with the running or with calibrated statistics.");

    [Theory]
    [InlineData(new[] { 2, 4, 4 }, "[2, 2, 4, 4]")]
    [InlineData(new[] { 1, 4, 8 }, "[2, 1, 4, 8]")]
    [InlineData(new[] { 1, 257, 257 }, "[2, 1, 257, 257]")]
    public void Images_that_are_no_square_pictures_are_refused(int[] image, string shape) => Refused(
        new TinyOnnx { Image = image }.ToArray(), $"images must be [N, 1 or 3, H, H] with H from 1 to 256, but 2 latents gave {shape}.");

    [Fact]
    public void Images_that_are_not_numbers_are_refused() =>
        Refused(new TinyOnnx { Weight = float.NaN }.ToArray(), "its images hold numbers that are not finite.");

    [Fact]
    public void Another_network_is_refused() => Refused(
        new TinyOnnx { Input = "noise", Output = "picture" }.ToArray(),
        "must have the input \"latents\" and the output \"images\" but has \"noise\" and \"picture\".");

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_file_cut_short_is_refused(int length) => Refused(
        new TinyOnnx().ToArray()[..length], $"is not an ONNX model that ONNX Runtime {FaceModel.RuntimeVersion} can load.");

    [Fact]
    public void A_fit_model_is_what_it_says_it_is()
    {
        using var file = new TemporaryFile(new TinyOnnx { Image = [3, 8, 8] }.ToArray());

        using FaceModel model = FaceModel.Load(file.FullName);

        model.Facts.Should().BeEquivalentTo(
            new { LatentSize = 2, Statistics = ModelStatistics.Running, LibraryVersion = "1.2.3", ImageSize = 8, Channels = 3 });
        model.Draw(new float[] { 100, 100 }, CancellationToken.None).Should().HaveCount(192).And.OnlyContain(value => value == 255);
        model.Draw(new float[] { 0, 0 }, CancellationToken.None).Should().OnlyContain(value => value == 127);
    }

    [Theory]
    [InlineData("/walk?from=1&to=2&frames=4")]
    [InlineData("/grid.png?seed=1")]
    public async Task Grey_faces_are_served_too(string path)
    {
        using var file = new TemporaryFile(new TinyOnnx().ToArray());
        await using var service = new RunningService(FaceModel.Load(file.FullName));

        using HttpResponseMessage response = await service.Client.GetAsync(path);

        response.IsSuccessStatusCode.Should().BeTrue();
    }

    private static void Refused(byte[] bytes, string sentence)
    {
        using var file = new TemporaryFile(bytes);
        Action load = () => FaceModel.Load(file.FullName).Dispose();
        load.Should().Throw<StartException>().WithMessage($"{file.Name}: {sentence}");
    }
}
