using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>Compares each schedule with an explicit loop, as a host would write it.</summary>
public sealed class UpdateScheduleTests
{
    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(2, 1, 4)]
    [InlineData(1, 2, 4)]
    [InlineData(3, 2, 4)]
    [InlineData(2, 1, 6)] // More latents than images.
    public void Alternating_updates_each_network_against_the_other_as_it_then_is(int discriminatorSteps, int generatorSteps, int latentCount)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new() { Schedule = UpdateSchedule.Alternating(discriminatorSteps, generatorSteps) };
        using DcganTrainer trainer = Tiny.Trainer(options);
        using DcganTrainer twin = Tiny.Trainer();
        trainer.to(torch.float64);
        twin.to(torch.float64);
        torch.Tensor images = Tiny.Images(4 * discriminatorSteps).to(torch.float64);
        torch.Tensor[] latents = Enumerable.Range(0, discriminatorSteps + generatorSteps - 1)
            .Select(pass => twin.Generator.DrawLatents(latentCount, seed: pass)).ToArray();

        DcganStep step = trainer.Step(images, latents: torch.cat(latents));

        torch.Tensor generated = torch.empty(0);
        (double discriminatorLoss, double realProbability, double generatedProbability) = (0, 0, 0);
        for (int turn = 0; turn < discriminatorSteps; turn++)
        {
            generated = twin.Generator.call(latents[turn]);
            (torch.Tensor ofReal, torch.Tensor ofGenerated) = (twin.Discriminator.call(images.narrow(0, 4 * turn, 4)), twin.Discriminator.call(generated.detach()));
            realProbability += RealProbability(ofReal) / discriminatorSteps;
            generatedProbability += RealProbability(ofGenerated) / discriminatorSteps;
            discriminatorLoss += UpdateDiscriminator(twin, ofReal, ofGenerated) / discriminatorSteps;
        }

        for (int turn = 0; turn < generatorSteps; turn++)
        {
            generated = turn == 0 ? generated : twin.Generator.call(latents[discriminatorSteps - 1 + turn]);
            UpdateGenerator(twin, generated);
        }

        step.DiscriminatorLoss.Should().BeApproximately(discriminatorLoss, 1e-12);
        step.RealProbability.Should().BeApproximately(realProbability, 1e-12);
        step.GeneratedProbability.Should().BeApproximately(generatedProbability, 1e-12);
        ShouldHaveTheWeightsOf(trainer, twin);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Penalties_are_part_of_the_discriminators_gradient(bool alternates)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new()
        {
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
            Loss = new() { R1Weight = 2, R2Weight = 0.5 },
        };
        DiscriminatorOptions unnormalized = Tiny.Discriminator with { BatchNorm = false };
        using DcganTrainer trainer = Tiny.Trainer(options, unnormalized);
        using DcganTrainer twin = Tiny.Trainer(new DcganTrainerOptions(), unnormalized);
        trainer.to(torch.float64);
        twin.to(torch.float64);
        torch.Tensor images = Tiny.Images().to(torch.float64);
        torch.Tensor latents = twin.Generator.DrawLatents(4, seed: 1);

        DcganStep step = trainer.Step(images, latents: latents);

        using var loss = new DcganLoss(options.Loss);
        using var random = new torch.Generator(0, torch.CPU);
        torch.Tensor generated = twin.Generator.call(latents);
        if (!alternates)
        {
            UpdateGenerator(twin, generated); // With the discriminator as it is before its update.
        }

        torch.Tensor detached = generated.detach();
        torch.Tensor penalty = loss.Penalty(twin.Discriminator.call, images, detached, random);
        Update(
            twin.Optimizers.Discriminator,
            twin.Discriminator,
            loss.DiscriminatorLoss(twin.Discriminator.call(images), twin.Discriminator.call(detached)) + penalty);
        if (alternates)
        {
            UpdateGenerator(twin, generated);
        }

        step.Penalty.Should().BeApproximately(penalty.item<double>(), 1e-12).And.BePositive();
        ShouldHaveTheWeightsOf(trainer, twin);
    }

    [Fact]
    public void Alternating_is_not_what_the_reference_does()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer alternating = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating() });
        using DcganTrainer simultaneous = Tiny.Trainer();
        alternating.to(torch.float64);
        simultaneous.to(torch.float64);

        alternating.Step(Tiny.Images().to(torch.float64));
        simultaneous.Step(Tiny.Images().to(torch.float64));

        ShouldBeClose("discriminator.classifier.weight", Tiny.Values(alternating), Tiny.Values(simultaneous));
        Tiny.Values(alternating)["generator.stages.0.weight"].Should().NotEqual(Tiny.Values(simultaneous)["generator.stages.0.weight"]);
    }

    [Fact]
    public void A_batch_that_does_not_come_out_even_is_dealt_out_whole()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        UpdateSchedule schedule = UpdateSchedule.Alternating(3, 2);
        int count = StepBatch.LatentCount(8, schedule);
        StepBatch batch = new(torch.arange(8), torch.arange(8), torch.arange(count));

        IReadOnlyList<StepBatch> dealt = batch.Deal(schedule);

        count.Should().Be(3 + 3 + 2 + 2);
        dealt.Select(part => part.Images.data<long>().ToArray()).Should().BeEquivalentTo(
            new long[][] { [0, 1, 2], [3, 4, 5], [6, 7], [6, 7] }, options => options.WithStrictOrdering());
        dealt.Select(part => part.Labels!.data<long>().ToArray()).Should().BeEquivalentTo(
            new long[][] { [0, 1, 2], [3, 4, 5], [6, 7], [6, 7] }, options => options.WithStrictOrdering());
        dealt.Select(part => part.Latents.data<long>().ToArray()).Should().BeEquivalentTo(
            new long[][] { [0, 1, 2], [3, 4, 5], [6, 7], [8, 9] }, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Penalties_are_spread_over_the_discriminators_updates()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new()
        {
            Schedule = UpdateSchedule.Alternating(2),
            Loss = new() { R1Weight = 1, PenaltyInterval = 4 },
        };
        using DcganTrainer trainer = Tiny.Trainer(options);

        double[] penalties = [.. Enumerable.Range(0, 4).Select(_ => trainer.Step(Tiny.Images(8)).Penalty)];

        penalties.Select(penalty => penalty > 0).Should().Equal(true, false, true, false);
    }

    [Fact]
    public void The_first_update_has_a_penalty_and_then_every_nth()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new() { Schedule = UpdateSchedule.Alternating(), Loss = new() { R1Weight = 1, PenaltyInterval = 3 } };
        using DcganTrainer trainer = Tiny.Trainer(options);

        double[] penalties = [.. Enumerable.Range(0, 5).Select(_ => trainer.Step(Tiny.Images()).Penalty)];

        penalties.Select(penalty => penalty > 0).Should().Equal(true, false, false, true, false);
    }

    [Fact]
    public void A_discriminator_that_is_sure_of_every_real_image_is_sure_of_all_its_micro_batches()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions
        {
            MicroBatches = 10,
            Augmentation = new() { HorizontalFlip = true },
        });
        using (torch.no_grad())
        {
            trainer.Discriminator.get_parameter("classifier.bias")!.copy_(torch.tensor([0f, 1000f]));
        }

        trainer.Step(Tiny.Images(20)).Number.Should().Be(1);
    }

    [Fact]
    public void Too_few_images_or_latents_for_a_schedule_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating(2, 2), MicroBatches = 2 });

        trainer.Invoking(it => it.Step(Tiny.Images(7))).Should().Throw<ArgumentException>()
            .WithMessage("images: with DiscriminatorSteps 2 and MicroBatches 2 a batch needs at least 8 images, 2 for each part, but has 7.*").WithParameterName("images");
        trainer.Invoking(it => it.Step(Tiny.Images(8), latents: torch.zeros(8, 5))).Should().Throw<ArgumentException>()
            .WithMessage("latents: with labels, micro-batches or a relativistic objective a step of 8 images needs 12 latents but was 8.*").WithParameterName("latents");
        using DcganTrainer whole = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating(2, 2) });
        whole.Invoking(it => it.Step(Tiny.Images(8), latents: torch.zeros(5, 5))).Should().Throw<ArgumentException>()
            .WithMessage("latents: the generator's 3 forward passes need at least 2 latents each but was 5.*").WithParameterName("latents");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void One_image_for_a_schedule_of_several_updates_is_told_at_once_how_many_it_needs(int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating(8) });

        trainer.Invoking(it => it.Step(torch.zeros(count, 3, 8, 8))).Should().Throw<ArgumentException>().WithParameterName("images")
            .WithMessage(count == 0 ? "images: expected at least 1 row but was 0.*" : "images: with DiscriminatorSteps 8 and MicroBatches 1 a batch needs at least 16 images, 2 for each part, but has 1.*");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Schedules_without_updates_are_refused(int discriminatorSteps, int generatorSteps) =>
        FluentActions.Invoking(() => UpdateSchedule.Alternating(discriminatorSteps, generatorSteps))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*must be at least 1 but was 0.*");

    [Fact]
    public void Simultaneous_updates_are_one_of_each() =>
        FluentActions.Invoking(() => Tiny.Trainer(new DcganTrainerOptions { Schedule = new() { GeneratorSteps = 2 } }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("GeneratorSteps: must be at most 1 but was 2.*");

    [Theory]
    [InlineData(false, nameof(AdversarialObjective.SoftmaxCrossEntropy), 0)]
    [InlineData(true, nameof(AdversarialObjective.SoftmaxCrossEntropy), 1)]
    [InlineData(false, nameof(AdversarialObjective.LeastSquares), 1)]
    [InlineData(true, nameof(AdversarialObjective.Hinge), 0.5)]
    [InlineData(true, nameof(AdversarialObjective.Wasserstein), 2)]
    [InlineData(false, nameof(AdversarialObjective.RelativisticPairing), 1)]
    [InlineData(true, nameof(AdversarialObjective.RelativisticPairing), 1)]
    public void Micro_batches_give_the_gradient_of_the_whole(bool alternates, string objective, double penaltyWeight)
    {
        using DisposeScope scope = torch.NewDisposeScope();

        // Two halves with the same latents: the generator's batch statistics are the same for each half and the whole. The
        // discriminator has no batch statistics.
        DcganTrainerOptions options = new()
        {
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
            Loss = new() { Objective = AdversarialObjective.Stored(objective), R1Weight = penaltyWeight, R2Weight = penaltyWeight },
        };
        DiscriminatorOptions unnormalized = Tiny.Discriminator with { BatchNorm = false };
        using DcganTrainer parts = Tiny.Trainer(options with { MicroBatches = 2 }, unnormalized);
        using DcganTrainer whole = Tiny.Trainer(options, unnormalized);
        parts.to(torch.float64);
        whole.to(torch.float64);
        torch.Tensor images = Tiny.Images(8).to(torch.float64);
        torch.Tensor half = whole.Generator.DrawLatents(4, seed: 1);
        torch.Tensor latents = torch.cat([half, half]);

        DcganStep step = parts.Step(images, latents: latents);
        DcganStep expected = whole.Step(images, latents: latents);

        step.GeneratorGradientNorm.Should().BeApproximately(expected.GeneratorGradientNorm, 1e-12);
        step.DiscriminatorGradientNorm.Should().BeApproximately(expected.DiscriminatorGradientNorm, 1e-12);
        step.DiscriminatorLoss.Should().BeApproximately(expected.DiscriminatorLoss, 1e-12);
        step.Penalty.Should().BeApproximately(expected.Penalty, 1e-12);
        ShouldHaveTheWeightsOf(parts, whole);
    }

    private static double RealProbability(torch.Tensor logits) => torch.nn.functional.softmax(logits, 1)[.., 1].mean().item<double>();

    private static double UpdateDiscriminator(DcganTrainer twin, torch.Tensor ofReal, torch.Tensor ofGenerated)
    {
        using var loss = new DcganLoss();
        torch.Tensor value = loss.DiscriminatorLoss(ofReal, ofGenerated);
        Update(twin.Optimizers.Discriminator, twin.Discriminator, value);
        return value.item<double>();
    }

    private static void UpdateGenerator(DcganTrainer twin, torch.Tensor generated)
    {
        using var loss = new DcganLoss();
        Update(twin.Optimizers.Generator, twin.Generator, loss.GeneratorLoss(twin.Discriminator.call(generated)));
    }

    private static void Update(torch.optim.Optimizer optimizer, torch.nn.Module network, torch.Tensor loss)
    {
        Parameter[] parameters = [.. network.parameters()];
        torch.autograd.backward([loss], inputs: parameters);
        optimizer.step();
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>
    /// The passes add up the same numbers in another order. Adam divides by the gradient's size plus 1e-8, so a rounding error of 1e-16 of a
    /// gradient of 0 moves a weight by a hundred-millionth of the learning rate.
    /// </summary>
    private static void ShouldHaveTheWeightsOf(DcganTrainer trainer, DcganTrainer expected)
    {
        (Dictionary<string, double[]> weights, Dictionary<string, double[]> expectedWeights) = (Weights(trainer), Weights(expected));
        foreach (string key in weights.Keys)
        {
            ShouldBeClose(key, weights, expectedWeights);
        }
    }

    private static void ShouldBeClose(string key, Dictionary<string, double[]> values, Dictionary<string, double[]> expected) =>
        values[key].Zip(expected[key]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-9, "{0} is the same", key);

    private static Dictionary<string, double[]> Weights(DcganTrainer trainer) =>
        Tiny.Values(trainer).Where(entry => !entry.Key.Contains("running", StringComparison.Ordinal)).ToDictionary();
}
