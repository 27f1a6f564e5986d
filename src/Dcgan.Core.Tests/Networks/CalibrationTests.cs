using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class CalibrationTests
{
    public static TheoryData<GeneratorOptions, int, int> Shapes => new()
    {
        { Tiny.Generator, 150, 7 },
        { Tiny.Generator, 150, 150 },
        { new() { LatentSize = 1, BaseSize = 1, Depths = [3], ImageChannels = 1 }, 2, 1 },
        { GeneratorOptions.Paper with { LatentSize = 9, BaseSize = 3, Depths = [12, 10, 8], ImageChannels = 4 }, 65, 2 },
        { Tiny.Generator with { BaseSize = (3, 4) }, 65, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void The_statistics_are_those_of_one_batch_of_all_latents(GeneratorOptions options, int count, int batches)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(options);
        generator.to(torch.float64);
        torch.Tensor latents = generator.DrawLatents(count, seed: 1);

        generator.Calibrate(latents, batches);

        torch.Tensor together = generator.call(latents);
        (generator.Sample(latents, statistics: SamplingStatistics.Calibrated) - together).abs().max().item<double>().Should().BeLessThan(1e-11);
        together.std().item<double>().Should().BePositive();
    }

    [Theory]
    [InlineData(SamplingStatistics.Running)]
    [InlineData(SamplingStatistics.Calibrated)]
    public void By_fixed_statistics_a_latent_gives_the_same_picture_in_any_company(SamplingStatistics statistics)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(new GeneratorOptions { LatentSize = 5, Depths = [512, 8] });
        generator.Calibrate(128);
        torch.Tensor latents = generator.DrawLatents(64, seed: 2);

        torch.Tensor of64 = generator.Sample(latents, statistics: statistics);

        foreach (int count in (int[])[1, 7])
        {
            torch.Tensor fewer = generator.Sample(latents.narrow(0, 0, count), statistics: statistics);
            (fewer - of64.narrow(0, 0, count)).abs().max().item<float>().Should().BeLessThan(1e-5f);
        }
    }

    [Fact]
    public void Sampling_goes_by_the_batch_until_the_generator_is_calibrated()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        torch.Tensor latents = generator.DrawLatents(3, seed: 1);
        generator.IsCalibrated.Should().BeFalse();
        torch.Tensor before = generator.Sample(latents);

        generator.Calibrate();

        generator.IsCalibrated.Should().BeTrue();
        before.Equals(generator.Sample(latents, statistics: SamplingStatistics.Batch)).Should().BeTrue();
        torch.Tensor calibrated = generator.Sample(latents);
        calibrated.Equals(generator.Sample(latents, statistics: SamplingStatistics.Calibrated)).Should().BeTrue();
        calibrated.Equals(before).Should().BeFalse();
        calibrated.Equals(generator.Sample(latents, statistics: SamplingStatistics.Running)).Should().BeFalse();
    }

    [Fact]
    public void A_frozen_copy_is_calibrated_unless_it_is_asked_not_to_be()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        generator.to(torch.float64);
        torch.Tensor latents = generator.DrawLatents(3, seed: 1);
        Dictionary<string, double[]> before = Tiny.Values(generator);
        using FrozenGenerator byDefault = generator.Freeze();
        Tiny.Values(generator).ShouldHaveTheBitsOf(before);
        generator.Calibrate();
        using FrozenGenerator again = generator.Freeze();
        using FrozenGenerator running = generator.Freeze(SamplingStatistics.Running);

        (byDefault.Sample(latents) - generator.Sample(latents, statistics: SamplingStatistics.Calibrated)).abs().max().item<double>().Should().BeLessThan(1e-12);
        again.Sample(latents).Equals(byDefault.Sample(latents)).Should().BeTrue();
        (running.Sample(latents) - generator.Sample(latents, statistics: SamplingStatistics.Running)).abs().max().item<double>().Should().BeLessThan(1e-12);
        generator.Invoking(it => it.Freeze(SamplingStatistics.Batch)).Should().Throw<ArgumentException>()
            .WithMessage("statistics: must be Running or Calibrated, which are fixed, but was Batch.*");
    }

    [Fact]
    public void Nothing_else_about_the_network_changes_nor_how_it_trains()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer other = Tiny.Trainer();

        trainer.Generator.Calibrate(10);

        Dictionary<string, double[]> values = Tiny.Values(trainer);
        foreach (string key in values.Keys.Where(key => key.Contains(".calibrated_", StringComparison.Ordinal)).ToArray())
        {
            values.Remove(key);
        }

        values.ShouldHaveTheBitsOf(Tiny.Values(other));
        trainer.Generator.training.Should().BeTrue();
        trainer.Step(Tiny.Images());
        other.Step(Tiny.Images());
        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(other));
    }

    [Fact]
    public void A_step_discards_them_for_they_are_of_other_weights_and_a_failed_step_does_not()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.Calibrate(10);
        Dictionary<string, double[]> calibrated = Tiny.Values(trainer.Generator);

        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>();

        Tiny.Values(trainer.Generator).ShouldHaveTheBitsOf(calibrated);
        trainer.Step(Tiny.Images());
        trainer.Generator.IsCalibrated.Should().BeFalse();
    }

    [Fact]
    public void They_move_along_and_are_in_the_state_dict_while_they_are_there()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        string[] without = [.. generator.state_dict().Keys];
        generator.Calibrate(10);

        generator.to(torch.float64);

        generator.state_dict().Keys.Except(without).Should().BeEquivalentTo(
            "project.norm.calibrated_mean", "project.norm.calibrated_var", "stages.0.norm.calibrated_mean", "stages.0.norm.calibrated_var");
        generator.state_dict()["stages.0.norm.calibrated_var"].dtype.Should().Be(torch.float64);
        generator.Sample(generator.DrawLatents(2, 1)).dtype.Should().Be(torch.float64);
    }

    [Fact]
    public void Canceled_it_leaves_what_was_there()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        generator.Calibrate(10, 1);
        Dictionary<string, double[]> before = Tiny.Values(generator);

        generator.Invoking(it => it.Calibrate(130, seed: 2, cancellationToken: new(canceled: true))).Should().Throw<OperationCanceledException>();

        Tiny.Values(generator).ShouldHaveTheBitsOf(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Progress_rises_to_one(int batches)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        var calibration = new RecordedProgress();
        var freezing = new RecordedProgress();
        var again = new RecordedProgress();

        generator.Freeze(progress: freezing).Dispose();
        generator.Calibrate(generator.DrawLatents(70, seed: 1), batches, calibration);
        generator.Freeze(progress: again).Dispose();

        // The second of the two layers also needs the maps of the first: three passes in total for each batch.
        calibration.Values[0].Should().BeApproximately(1.0 / (3 * batches), 1e-12);
        calibration.Values.Should().HaveCount(2 * batches).And.BeInAscendingOrder().And.EndWith(1);
        freezing.Values.Should().HaveCount(2 * 16).And.BeInAscendingOrder().And.EndWith(1);
        again.Values.Should().Equal(1);
    }

    [Fact]
    public void A_host_may_make_tensors_with_a_graph_while_progress_is_reported()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        var made = new List<torch.Tensor>();

        generator.Calibrate(130, progress: new RecordedProgress(_ => made.Add(torch.ones(1, requires_grad: true) * 2)));

        made.Should().NotBeEmpty().And.OnlyContain(tensor => !tensor.IsInvalid && tensor.requires_grad);
    }

    [Fact]
    public void Canceled_in_the_middle_it_leaves_what_was_there()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        using var source = new CancellationTokenSource();
        var progress = new RecordedProgress(done =>
        {
            if (done > 0.5)
            {
                source.Cancel();
            }
        });

        generator.Invoking(it => it.Calibrate(130, progress: progress, cancellationToken: source.Token)).Should().Throw<OperationCanceledException>();

        generator.IsCalibrated.Should().BeFalse();
        progress.Values.Should().NotBeEmpty().And.OnlyContain(done => done < 1);
        generator.Invoking(it => it.Freeze(cancellationToken: source.Token)).Should().Throw<OperationCanceledException>();
        generator.Calibrate();
        generator.Invoking(it => it.Freeze(cancellationToken: source.Token)).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Threads_may_freeze_and_sample_one_generator_that_is_not_calibrated()
    {
        using var generator = new Generator(Tiny.Generator);
        using torch.Tensor latents = generator.DrawLatents(3, seed: 1);
        using torch.Tensor expected = generator.Sample(latents);

        Together.Run(threads: 4, rounds: 8, (thread, _) =>
        {
            if (thread == 0)
            {
                generator.Freeze().Dispose();
            }

            using torch.Tensor images = generator.Sample(latents);
            images.Equals(expected).Should().BeTrue();
        });
    }

    [Fact]
    public void In_bfloat16_too_the_company_changes_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(new GeneratorOptions { LatentSize = 5, Depths = [512, 64], Precision = ComputePrecision.BFloat16 });
        generator.Calibrate(128);
        torch.Tensor latents = generator.DrawLatents(64, seed: 2);

        torch.Tensor of64 = generator.Sample(latents);

        // The spacing of bfloat16 values near 1: summing in another order may round differently.
        (generator.Sample(latents.narrow(0, 0, 1)) - of64.narrow(0, 0, 1)).abs().max().item<float>().Should().BeLessThanOrEqualTo(1 / 128f);
    }

    [Fact]
    public void Works_while_the_thread_infers_and_what_it_sets_can_be_saved_and_moved()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        using (torch.inference_mode())
        {
            generator.Calibrate(10);
        }

        generator.to(torch.float64);

        generator.call(generator.DrawLatents(2, 1)).sum().backward();
        generator.IsCalibrated.Should().BeTrue();
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var generator = new Generator(Tiny.Generator);
        torch.Tensor latents = generator.DrawLatents(3, seed: 1);

        generator.Invoking(it => it.Sample(latents, statistics: SamplingStatistics.Calibrated)).Should().Throw<InvalidOperationException>()
            .WithMessage("The generator is not calibrated: call Calibrate after the last change of its weights.");
        generator.Invoking(it => it.Calibrate(latents * double.NaN, 1)).Should().Throw<ArgumentException>()
            .WithMessage("latents: their statistics are not finite, because a latent or a weight is not finite.*");
        generator.IsCalibrated.Should().BeFalse();

        generator.Invoking(it => it.Calibrate(1)).Should().Throw<ArgumentException>().WithMessage("count: must be at least 2 but was 1.*");
        generator.Invoking(it => it.Calibrate(latents, 0)).Should().Throw<ArgumentException>().WithMessage("batches: must be at least 1 but was 0.*");
        generator.Invoking(it => it.Calibrate(latents, 4)).Should().Throw<ArgumentException>().WithMessage("batches: must be at most 3 but was 4.*");
        generator.Invoking(it => it.Calibrate(torch.zeros(3, 6), 1)).Should().Throw<ArgumentException>().WithMessage("latents: expected [N, 5] but was [3, 6].*");
        generator.Dispose();
        generator.Invoking(it => it.Calibrate(latents, 1)).Should().Throw<ObjectDisposedException>();
    }
}
