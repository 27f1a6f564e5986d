using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class ConditionalModelTests
{
    private const int Int32Type = 6;

    [Fact]
    public void A_model_with_classes_generates_each_face_of_a_batch_from_its_label()
    {
        using var file = new TemporaryFile(ConditionalOnnx.Named.ToArray());
        using FaceModel model = FaceModel.Load(file.FullName);

        byte[] pixels = model.Generate(new float[8], new long[] { 2, 0, 1, 2 }, CancellationToken.None);

        model.Info.Classes.Should().Be(3);
        model.Info.ClassNames.Should().Equal("cat", "dog", "great tit");
        pixels.Chunk(16).Select(face => face.Distinct().Single()).Should().Equal(255, 0, 127, 255);
    }

    [Fact]
    public void Classes_need_no_names()
    {
        using var file = new TemporaryFile(ConditionalOnnx.Unnamed.ToArray());
        using FaceModel model = FaceModel.Load(file.FullName);

        model.Info.Classes.Should().Be(3);
        model.Info.ClassNames.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""["cat", "dog"]""")]
    [InlineData("""["cat", "dog", "dog"]""")]
    [InlineData("""["cat", "dog", " "]""")]
    [InlineData("""["cat", "dog", 3]""")]
    [InlineData("""["cat", "dog", "bird", 3]""")]
    [InlineData("\"cat\"")]
    public void Names_that_do_not_fit_the_classes_are_rejected(string names) => AssertRejected(
        ConditionalOnnx.Named with { Options = ConditionalOnnx.Options(names) },
        "class_names must be a list of 3 different names, one for each class.");

    [Theory]
    [InlineData("-1")]
    [InlineData("10001")]
    [InlineData("2.5")]
    [InlineData("\"3\"")]
    public void A_number_of_classes_that_is_not_one_is_rejected(string classes) => AssertRejected(
        ConditionalOnnx.Unnamed with { Options = $$"""{"latent_size": 2, "latent_distribution": "Uniform", "classes": {{classes}}}""" },
        $"classes must be an integer in [0, 10000] but was {classes}.");

    [Fact]
    public void A_model_whose_inputs_do_not_fit_its_classes_is_rejected()
    {
        AssertRejected(
            new TinyOnnx { Options = ConditionalOnnx.Options(null) },
            "must have the inputs \"latents\", \"labels\" (dcgan.options has classes) and the output \"images\" but has \"latents\" and \"images\".");
        AssertRejected(
            ConditionalOnnx.Named with { Options = new TinyOnnx().Options },
            "must have the input \"latents\" and the output \"images\" but has \"latents\", \"labels\" and \"images\".");
        AssertRejected(ConditionalOnnx.Named with { LabelType = Int32Type }, "labels must be of type Int64 but are Int32.");
    }

    [Fact]
    public void A_model_with_fewer_classes_than_its_options_is_rejected() => AssertRejected(
        ConditionalOnnx.Named with { ClassLevels = [-1, 0] },
        "the model cannot run on latents [N, latent_size] and labels [N]; latent_size and classes in dcgan.options must match the model.");

    private static void AssertRejected(TinyOnnx model, string sentence)
    {
        using var file = new TemporaryFile(model.ToArray());
        Action load = () => FaceModel.Load(file.FullName).Dispose();
        load.Should().Throw<StartException>().WithMessage($"{file.Name}: {sentence}");
    }
}
