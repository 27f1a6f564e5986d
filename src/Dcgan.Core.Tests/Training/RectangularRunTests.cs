using Dcgan.Core.Evaluation;
using Dcgan.Core.Safetensors;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>A run on images of 4x12 pixels, height x width: training, sampling, checkpoints, inversion and evaluation.</summary>
public sealed class RectangularRunTests : IDisposable
{
    private static readonly GeneratorOptions Shape = Tiny.Generator with { BaseSize = (1, 3) };

    private static readonly DcganTrainerOptions Rich = new()
    {
        Seed = 3,
        Schedule = UpdateSchedule.Alternating(),
        EmaDecay = 0.9,
        DiversityInterval = 1,
        Loss = new() { R1Weight = 1, GradientPenaltyWeight = 1, FeatureMatchingWeight = 0.1 },
        Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, InstanceNoise = 0.1 },
    };

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_resumes_bit_identically()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Create();
        Train(whole, steps: 2);
        whole.Save(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using DcganTrainer loaded = Create();
        loaded.Load(folder["run"]);

        opened.Generator.Options.ImageSize.Should().Be(new SpatialSize(4, 12));
        opened.Discriminator.Options.BaseSize.Should().Be(new SpatialSize(1, 3));
        Train(whole, steps: 2);
        Train(opened, steps: 2);
        Train(loaded, steps: 2);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(whole));
        Tiny.Values(loaded).ShouldHaveTheBitsOf(Tiny.Values(whole));
        whole.Sample(3).shape.Should().Equal(3, 3, 4, 12);
    }

    [Fact]
    public void A_generator_file_opens_and_samples_the_same_images()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Shape);
        generator.Save(folder["generator"]);

        using Generator opened = Generator.Open(folder["generator"]);

        opened.Options.Should().Be(Shape);
        opened.Sample(5, seed: 1).Equals(generator.Sample(5, seed: 1)).Should().BeTrue();
    }

    [Fact]
    public void A_step_changes_every_layer_and_refuses_turned_images()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Create();
        Dictionary<string, double[]> before = Tiny.Values(trainer.Discriminator);

        trainer.Step(Images()).Diversity.Should().BePositive();

        Tiny.Values(trainer.Discriminator).Should().OnlyContain(value => !value.Value.SequenceEqual(before[value.Key]));
        trainer.Invoking(it => it.Step(Images().transpose(2, 3))).Should().Throw<ArgumentException>()
            .WithMessage("*expected [N, 3, 4, 12] but was [4, 3, 12, 4].*");
    }

    [Fact]
    public void A_preset_takes_a_rectangle()
    {
        DcganPreset preset = DcganPreset.Recommended.For([8, 6, 5, 4], baseSize: (3, 4));

        preset.Generator.ImageSize.Should().Be(new SpatialSize(48, 64));
        preset.Discriminator.ImageSize.Should().Be(new SpatialSize(48, 64));
        DcganPreset.Recommended.For([8, 6], baseSize: 7).Generator.BaseSize.Should().Be(new SpatialSize(7, 7));
        DcganPreset.Recommended.For([8, 6]).Generator.BaseSize.Should().Be(new SpatialSize(4, 4));
    }

    [Fact]
    public void Samples_become_a_grid_and_bytes_row_by_row()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Shape);
        torch.Tensor images = generator.Sample(6, seed: 1);

        torch.Tensor grid = ImageGrid.Arrange(images, rows: 3, columns: 2);

        grid.shape.Should().Equal(3, 12, 24);
        grid.narrow(1, 4, 4).narrow(2, 12, 12).Equals(images[3]).Should().BeTrue();
        byte[] pixels = ImagePixels.FromImage(images[0]);
        using torch.Tensor restored = ImagePixels.ToImages(pixels, channels: 3, height: 4, width: 12);
        (restored[0] - images[0]).abs().max().item<float>().Should().BeLessThanOrEqualTo(2 / 255f);
    }

    [Fact]
    public void The_evaluator_measures_rectangles()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(new DiscriminatorOptions { BaseSize = (3, 4), Depths = [4, 6, 8] });
        using var generator = new Generator(new GeneratorOptions { LatentSize = 5, BaseSize = (3, 4), Depths = [8, 6, 4] });
        discriminator.eval();
        var options = new EvaluationOptions
        {
            SimilarityImages = 20,
            SlicedWasserstein = new() { PatchesPerImage = 8, Projections = 16, SmallestSide = 7 },
        };
        using var evaluator = new Evaluator(Evaluator.DiscriminatorFeatures(discriminator), options);
        torch.Tensor images = generator.Sample(40, seed: 1);
        evaluator.AddReal(images);
        evaluator.AddGenerated(images);

        EvaluationMeasures same = evaluator.Measure();

        same.Frechet.Should().BeApproximately(0, 1e-6);
        same.SlicedWassersteinLevels.Should().Equal(0, 0);
        (same.Precision, same.Recall).Should().Be((1, 1));
        same.MultiScaleSimilarity.Should().Be(same.RealMultiScaleSimilarity).And.BeInRange(-1, 1);
    }

    [Fact]
    public void A_square_is_written_as_one_number_and_a_rectangle_as_height_and_width()
    {
        Tiny.Generator.BaseSize.IsSquare.Should().BeTrue();
        StoredOptions.ToJson(Tiny.Generator).Should().Contain("\"base_size\":2,");
        StoredOptions.ToJson(Shape).Should().Contain("\"base_size\":[1,3],");
    }

    [Theory]
    [InlineData("[1,3]", null)]
    [InlineData("[2,2]", "does not fit its own 'dcgan.options'. generator.project.linear.weight: expected Float32 *24, 5] but found Float32 *18, 5]*")]
    [InlineData("[1]", "base_size must be an integer or *height, width].")]
    [InlineData("[1,3,1]", "base_size must be an integer or *height, width].")]
    [InlineData("null", "base_size must be an integer or *height, width].")]
    [InlineData("\"1x3\"", "base_size must be an integer or *height, width].")]
    [InlineData("1.5", "base_size must be an integer or *height, width].")]
    [InlineData("99999999999", "base_size must be an integer or *height, width].")]
    [InlineData("[1,99999999999]", "base_size must be an integer or *height, width].")]
    [InlineData("[0,3]", "BaseSize: both sides must be at least 1 but was 0x3*")]
    [InlineData("[1,100000]", "BaseSize: 1x100000 doubled by 2 stages must give image sides of at most 32768 pixels*")]
    public void A_file_with_another_size_says_what_is_wrong(string size, string? message)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Shape);
        generator.Save(folder["generator"]);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["generator"]))
        {
            Dictionary<string, string> metadata = new(file.Metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal)));
            metadata["dcgan.options"] = metadata["dcgan.options"].Replace("[1,3]", size, StringComparison.Ordinal);
            SafetensorsWriter.Write(folder["changed"], file.ReadAll(), metadata, CheckpointFormat.Digests);
        }

        Action open = () => Generator.Open(folder["changed"]).Dispose();

        if (message is null)
        {
            open.Should().NotThrow();
        }
        else
        {
            open.Should().Throw<CheckpointException>().WithMessage($"*{message}");
        }
    }

    [Fact]
    public void Another_size_is_named_when_a_run_is_loaded()
    {
        using DcganTrainer rectangle = DcganTrainer.Create(Shape);
        using DcganTrainer square = DcganTrainer.Create(Tiny.Generator);
        rectangle.Save(folder["run"]);

        square.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>().Which.Message
            .Should().Contain("generator option base_size: expected 2 but found [1,3]")
            .And.Contain("discriminator option base_size: expected 2 but found [1,3]");
    }

    private static DcganTrainer Create() => DcganTrainer.Create(Shape, options: Rich);

    private static torch.Tensor Images(long seed = 1) => Tiny.Images(seed: seed, size: Shape.ImageSize);

    private static void Train(DcganTrainer trainer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(Images(trainer.StepCount));
        }
    }
}
