using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class InversionTests
{
    private static readonly GeneratorOptions Normal = Tiny.Generator with { LatentDistribution = LatentDistribution.Normal };

    public static TheoryData<GeneratorOptions, torch.ScalarType> Networks => new()
    {
        { Tiny.Generator, torch.ScalarType.Float32 },
        { Tiny.Generator, torch.ScalarType.Float64 },
        { Normal, torch.ScalarType.Float32 },
        { Normal with { Precision = ComputePrecision.BFloat16 }, torch.ScalarType.Float32 },
        { Tiny.Generator with { BaseSize = (2, 3) }, torch.ScalarType.Float32 },
        { new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8] }, torch.ScalarType.Float32 },
        { new() { LatentSize = 5, BaseSize = 4, Depths = [512, 32] }, torch.ScalarType.Float32 }, // Samples by products in panels.
    };

    [Theory]
    [MemberData(nameof(Networks), DisableDiscoveryEnumeration = true)]
    public void Images_that_the_generator_made_lead_back_to_their_latents(GeneratorOptions options, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(options, type);
        using FrozenGenerator exact = generator.Freeze(ComputePrecision.Float32);
        torch.Tensor latents = generator.DrawLatents(3, seed: 4);
        torch.Tensor images = exact.Sample(latents);

        using Inversion inversion = generator.Invert(images);

        // 5 latent components determine at least 192 pixel values, so hardly any other latent gives the same image.
        double variance = images.var(0).mean().to(torch.float64).item<double>();
        inversion.Errors.to(torch.float64).data<double>().ToArray().Should().OnlyContain(error => error < 1e-3 * variance);
        (inversion.Latents - latents).abs().max().to(torch.float64).item<double>().Should().BeLessThan(0.1);
        inversion.Latents.dtype.Should().Be(type);
    }

    [Fact]
    public void The_best_start_of_each_image_counts()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        torch.Tensor images = Images(23);

        // 23 images from 3 starts each are 69 searches: more than one batch.
        using Inversion inversion = generator.Invert(images, steps: 5, new() { Restarts = 3 });

        inversion.Latents.shape.Should().Equal(23, 5);
        inversion.RestartErrors.shape.Should().Equal(23, 3);
        inversion.Errors.Equals(inversion.RestartErrors.amin([1])).Should().BeTrue();
        generator.Calibrate();
        torch.Tensor made = generator.Sample(inversion.Latents, statistics: SamplingStatistics.Calibrated);
        (inversion.Images - made).abs().max().item<double>().Should().BeLessThan(1e-12);
        (inversion.Errors - (made - images).square().mean([1, 2, 3])).abs().max().item<double>().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void An_image_is_inverted_on_its_own()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        torch.Tensor images = Images(23);
        InversionOptions options = new() { Restarts = 3, Seed = 5 };

        using Inversion all = generator.Invert(images, 10, options);
        using Inversion one = generator.Invert(images.narrow(0, 21, 1), 10, options);

        // Batches of different sizes sum in different orders, and ten Adam steps amplify the rounding differences.
        (one.RestartErrors - all.RestartErrors.narrow(0, 21, 1)).abs().max().item<double>().Should().BeLessThan(1e-9);
    }

    [Fact]
    public void The_same_seed_gives_bit_identical_latents_and_another_seed_others()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float32);
        torch.Tensor images = Images(2).to(torch.float32);

        using Inversion first = generator.Invert(images, 5);
        using Inversion again = generator.Invert(images, 5);
        using Inversion other = generator.Invert(images, 5, new() { Seed = 1 });

        again.Latents.Equals(first.Latents).Should().BeTrue();
        again.RestartErrors.Equals(first.RestartErrors).Should().BeTrue();
        other.Latents.Equals(first.Latents).Should().BeFalse();
    }

    [Fact]
    public void More_steps_do_not_make_it_worse()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        torch.Tensor images = Images(3);
        InversionOptions wild = new() { LearningRate = 50 };

        // With steps this large, the best latent is either the start or found by chance.
        using Inversion few = generator.Invert(images, 1, wild);
        using Inversion many = generator.Invert(images, 20, wild);

        many.RestartErrors.le(few.RestartErrors).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Uniform_latents_stay_in_their_cube()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float32);

        using Inversion inversion = generator.Invert(torch.ones(2, 3, 8, 8), 50);

        inversion.Latents.abs().max().item<float>().Should().Be(1);
    }

    [Fact]
    public void Normal_latents_keep_norms_that_are_drawn()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Normal with { LatentSize = 16 }, torch.float32);

        using Inversion inversion = generator.Invert(torch.ones(2, 3, 8, 8), 50);

        inversion.Latents.norm(1).data<float>().ToArray().Should().OnlyContain(norm => norm > 1.9999f && norm < 6.0001f);
    }

    [Fact]
    public void The_network_stays_as_it_is()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Step(Tiny.Images());
        Generator generator = trainer.Generator;
        generator.eval();
        Dictionary<string, double[]> before = Tiny.Values(generator);

        using Inversion inversion = generator.Invert(Tiny.Images(), 3);

        Tiny.Values(generator).ShouldHaveTheBitsOf(before);
        generator.training.Should().BeFalse();
        generator.parameters().Should().OnlyContain(parameter => parameter.requires_grad && ReferenceEquals(parameter.grad, null));
        inversion.Latents.requires_grad.Should().BeFalse();
        inversion.Images.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Works_in_every_gradient_mode_of_the_thread()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        torch.Tensor images = Images(2);
        using Inversion expected = generator.Invert(images, 5);
        foreach (Func<IDisposable> mode in new Func<IDisposable>[] { () => torch.no_grad(), () => torch.inference_mode(), () => torch.enable_grad() })
        {
            using IDisposable entered = mode();
            using FrozenGenerator frozen = generator.Freeze();

            // In inference mode these images are inference tensors, which autograd rejects.
            using Inversion inversion = frozen.Invert(images * 1, 5);

            inversion.Latents.Equals(expected.Latents).Should().BeTrue();
        }

        torch.is_grad_enabled().Should().BeTrue();
    }

    [Fact]
    public void Progress_is_the_fraction_of_steps_over_all_batches_and_ends_at_1()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float32);
        var progress = new RecordedProgress();

        // 69 searches in 2 batches, each with 5 steps and the evaluation after the last one.
        using Inversion inversion = generator.Invert(
            Images(23).to(torch.float32), 5, new() { Restarts = 3 }, progress);

        progress.Values.Should().Equal(Enumerable.Range(1, 12).Select(done => done / 12.0));
    }

    [Fact]
    public void The_progress_callback_keeps_its_tensors_and_its_gradients_and_can_cancel()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float32);
        using var cancellation = new CancellationTokenSource();
        var made = new List<torch.Tensor>();
        var progress = new RecordedProgress(_ =>
        {
            made.Add(torch.ones(2, requires_grad: true) * 2);
            cancellation.Cancel();
        });

        generator.Invoking(it => it.Invert(Tiny.Images(2), 5, null, progress, cancellation.Token)).Should().Throw<OperationCanceledException>();

        made.Should().ContainSingle().Which.IsInvalid.Should().BeFalse();
        made[0].requires_grad.Should().BeTrue();
    }

    [Fact]
    public void A_progress_callback_that_overwrites_the_images_does_not_change_the_search()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        InversionOptions options = new() { Restarts = 3 };
        torch.Tensor images = Images(23);
        using Inversion expected = generator.Invert(images, 5, options);

        // 69 searches: the second batch starts after the first report.
        using Inversion inversion = generator.Invert(images, 5, options, new RecordedProgress(_ => images.zero_()));

        inversion.Latents.Equals(expected.Latents).Should().BeTrue();
        inversion.RestartErrors.Equals(expected.RestartErrors).Should().BeTrue();
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Generator generator = new(Tiny.Generator);
        torch.Tensor images = Tiny.Images(2);
        torch.Tensor poisoned = images.clone();
        poisoned[1, 2, 3, 4] = float.NaN;

        Refused(() => generator.Invert(torch.zeros(2, 3, 8, 9)), "images: expected *N, 3, 8, 8] but was *2, 3, 8, 9].");
        Refused(() => generator.Invert(torch.zeros(0, 3, 8, 8)), "images: expected at least 1 row but was 0.");
        Refused(() => generator.Invert(images.to(torch.float64)), "images: expected Float32 but was Float64.");
        Refused(() => generator.Invert(images.to(torch.uint8)), "images: expected Float32 but was Byte; ImagePixels.ToImages converts bytes to images.");
        Refused(() => generator.Invert(images * 127.5), "images: expected values in *-1, 1] but found a value of magnitude 12*.");
        Refused(() => generator.Invert(poisoned), "images: expected values in *-1, 1] but found a value of magnitude NaN.");
        Refused(() => generator.Invert(images, 0), "steps: must be at least 1 but was 0.");
        Refused(() => generator.Invert(images, 1, new() { Restarts = 0 }), "Restarts: must be at least 1 but was 0.");
        Refused(() => generator.Invert(images, 1, new() { LearningRate = 0 }), "LearningRate: must be above 0 but was 0.");
        Refused(() => generator.Invert(images, 1, new() { LearningRate = double.NaN }), "LearningRate: must be above 0 but was NaN.");
        generator.Dispose();
        generator.Invoking(it => it.Invert(images)).Should().Throw<ObjectDisposedException>();
    }

    private static void Refused(Func<Inversion> call, string message) =>
        call.Should().Throw<ArgumentException>().WithMessage($"{message}*");

    private static torch.Tensor Images(int count) => Tiny.Images(count).to(torch.float64);
}
