using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class GeneratorAverageTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 5)]
    [InlineData(0.5, 1000)]
    public void Weights_and_running_statistics_are_averaged_exponentially(double decay, double warmup)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = decay, EmaWarmup = warmup });
        trainer.to(torch.float64);
        Dictionary<string, double[]> expected = Tiny.Values(trainer.Generator);
        for (int step = 1; step <= 4; step++)
        {
            trainer.Step(Tiny.Images(seed: step).to(torch.float64));
            double kept = Math.Min(decay, step / (step + warmup));
            Dictionary<string, double[]> now = Tiny.Values(trainer.Generator);
            expected = expected.ToDictionary(
                entry => entry.Key, entry => entry.Value.Zip(now[entry.Key], (average, value) => (kept * average) + ((1 - kept) * value)).ToArray());
        }

        foreach ((string key, double[] values) in Tiny.Values(trainer.AveragedGenerator!))
        {
            values.Zip(expected[key]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12, "{0} is averaged", key);
        }
    }

    [Fact]
    public void The_average_has_the_type_of_the_generator_that_it_averages()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        generator.to(torch.float64);
        discriminator.to(torch.float64);

        using var trainer = new DcganTrainer(generator, discriminator, new() { EmaDecay = 0.9 });

        trainer.AveragedGenerator!.parameters().Should().OnlyContain(parameter => parameter.dtype == torch.float64);
        trainer.Step(Tiny.Images().to(torch.float64)).Number.Should().Be(1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0.7)]
    public void A_half_life_counts_images_and_is_at_most_a_twentieth_of_those_seen(double halfLife)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaHalfLife = halfLife });
        trainer.to(torch.float64);
        Dictionary<string, double[]> expected = Tiny.Values(trainer.Generator);
        long seen = 0;
        foreach (int images in new[] { 2, 6, 3, 4 })
        {
            trainer.Step(Tiny.Images(count: images, seed: images).to(torch.float64));
            seen += images;
            double kept = Math.Pow(2, -images / Math.Min(halfLife, seen / 20.0));
            Dictionary<string, double[]> now = Tiny.Values(trainer.Generator);
            expected = expected.ToDictionary(
                entry => entry.Key, entry => entry.Value.Zip(now[entry.Key], (average, value) => (kept * average) + ((1 - kept) * value)).ToArray());
        }

        trainer.ImagesSeen.Should().Be(15);
        foreach ((string key, double[] values) in Tiny.Values(trainer.AveragedGenerator!))
        {
            values.Zip(expected[key]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12, "{0} is averaged", key);
        }
    }

    [Fact]
    public void An_average_is_measured_in_images_or_in_steps()
    {
        Action both = () => Tiny.Trainer(new DcganTrainerOptions { EmaHalfLife = 1000, EmaDecay = 0.9 });

        Action warmup = () => Tiny.Trainer(new DcganTrainerOptions { EmaHalfLife = 1000, EmaWarmup = 3 });

        both.Should().Throw<ArgumentException>().WithMessage("EmaDecay: must be 0 because EmaHalfLife is 1000, but was 0.9.*");
        warmup.Should().Throw<ArgumentException>().WithMessage("EmaWarmup: must be 0 because EmaHalfLife is 1000, but was 3.*");
    }

    [Fact]
    public void A_resumed_run_continues_its_half_life()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaHalfLife = 1000 });
        trainer.Step(Tiny.Images(seed: 1));
        trainer.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator average = Generator.Open(folder["run"]);
        Tiny.Values(average).ShouldHaveTheBitsOf(Tiny.Values(trainer.AveragedGenerator!));
        opened.Step(Tiny.Images(seed: 2));
        trainer.Step(Tiny.Images(seed: 2));

        opened.ImagesSeen.Should().Be(trainer.ImagesSeen);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Fact]
    public void Averaging_changes_nothing_about_training()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer averaging = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.5 });
        using DcganTrainer plain = Tiny.Trainer();
        for (int step = 0; step < 3; step++)
        {
            averaging.Step(Tiny.Images(seed: step));
            plain.Step(Tiny.Images(seed: step));
        }

        Tiny.Values(averaging.Generator).ShouldHaveTheBitsOf(Tiny.Values(plain.Generator));
        plain.AveragedGenerator.Should().BeNull();
    }

    [Fact]
    public void Samples_are_the_averages()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trained();
        torch.Tensor latents = trainer.Generator.DrawLatents(3, seed: 1);

        trainer.Sample(latents).Equals(trainer.AveragedGenerator!.Sample(latents)).Should().BeTrue();
        trainer.Sample(latents).Equals(trainer.Generator.Sample(latents)).Should().BeFalse();
    }

    [Fact]
    public void A_step_discards_the_averages_calibration()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trained();
        trainer.AveragedGenerator!.Calibrate(8);

        trainer.Step(Tiny.Images());

        trainer.AveragedGenerator.IsCalibrated.Should().BeFalse();
    }

    [Fact]
    public void A_checkpoint_has_both_and_a_generator_opens_as_the_average()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trained();
        trainer.AveragedGenerator!.Calibrate(8);
        trainer.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator generator = Generator.Open(folder["run"]);

        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        Tiny.Values(generator).ShouldHaveTheBitsOf(Tiny.Values(trainer.AveragedGenerator));
        generator.IsCalibrated.Should().BeTrue();
        opened.Step(Tiny.Images());
        trainer.Step(Tiny.Images());
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Fact]
    public void A_run_without_an_average_is_no_checkpoint_for_one_with()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer plain = Tiny.Trainer();
        plain.Save(folder["plain"]);
        using DcganTrainer averaging = Trained();

        averaging.Invoking(it => it.Load(folder["plain"])).Should().Throw<CheckpointException>()
            .WithMessage("*trainer option ema_decay: expected 0.9 but found 0*");
    }

    [Fact]
    public void The_average_moves_along_and_nothing_trains_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trained();
        trainer.to(torch.float64);

        trainer.Step(Tiny.Images().to(torch.float64));

        trainer.AveragedGenerator!.parameters().Should().OnlyContain(parameter => !parameter.requires_grad && parameter.dtype == torch.ScalarType.Float64);
    }

    private static DcganTrainer Trained()
    {
        DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images(seed: 2));
        return trainer;
    }
}
