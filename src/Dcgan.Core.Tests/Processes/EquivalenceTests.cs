using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>
/// A run on N processes with n images each is the run of one process with N·n images in N micro-batches: float64, to 1e-10 of each
/// tensor's largest value, after 20 steps.
/// </summary>
public sealed class EquivalenceTests
{
    private const int Steps = 20;

    [Fact]
    public void The_diversity_of_a_run_is_the_mean_of_its_processes()
    {
        // The networks do not change, so each process has the diversity of a run of its own.
        DcganTrainerOptions options = Plain with { LearningRate = 0, DiversityInterval = 1 };
        double?[] own = [.. Enumerable.Range(0, 2).Select(rank =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using DcganTrainer trainer = Tiny.Trainer(options);
            return trainer.Step(Tiny.Images(4, seed: rank)).Diversity;
        })];

        double?[] shared = ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options, processes: group);
            return trainer.Step(Tiny.Images(4, seed: group.Rank)).Diversity;
        });

        own[0].Should().NotBe(own[1]);
        shared.Should().OnlyContain(diversity => Math.Abs(diversity!.Value - own.Average()!.Value) < 1e-6);
    }

    /// <summary>
    /// GAN training amplifies rounding errors. Both networks learn slowly enough that 20 steps stay below the bound by a wide margin.
    /// </summary>
    private static readonly DcganTrainerOptions Plain = new() { Seed = 3, LearningRate = 1e-4 };

    private static readonly Dictionary<string, (DcganTrainerOptions Trainer, DiscriminatorOptions Discriminator)> Runs = new()
    {
        ["simultaneous"] = (Plain, Tiny.Discriminator),
        ["alternating"] = (Plain with { Schedule = UpdateSchedule.Alternating() }, Tiny.Discriminator),
        ["several updates"] = (Plain with { Schedule = UpdateSchedule.Alternating(2, 3) }, Tiny.Discriminator),
        ["R1, R2 and gradient penalty"] = (
            Plain with { Loss = new() { R1Weight = 1, R2Weight = 0.5, GradientPenaltyWeight = 2, PenaltyInterval = 3, PenaltyStart = 2 } },
            Tiny.Discriminator),
        ["alternating with R1 and feature matching"] = (
            Plain with { Schedule = UpdateSchedule.Alternating(2), Loss = new() { R1Weight = 1, FeatureMatchingWeight = 0.5 } },
            Tiny.Discriminator),
        ["relativistic pairing, alternating"] = (
            Plain with
            {
                Loss = new() { Objective = AdversarialObjective.RelativisticPairing, R1Weight = 1, R2Weight = 1 },
                Schedule = UpdateSchedule.Alternating(),
                Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true },
            },
            Tiny.Discriminator),
        ["average and clipping"] = (
            Plain with { EmaDecay = 0.9, EmaWarmup = 5, GradientClipNorm = 0.05, DiversityInterval = 5 },
            Tiny.Discriminator),
        ["average and falling learning rates by images"] = (Plain with { EmaHalfLife = 5, LearningRateDecayImages = 150 }, Tiny.Discriminator),
        ["every augmentation, adaptive"] = (
            Plain with
            {
                Augmentation = AugmentationOptions.DiffAugment with
                {
                    HorizontalFlip = true,
                    AdaptiveTarget = 0.1,
                    AdaptiveImages = 100,
                    InstanceNoise = 0.1,
                    InstanceNoiseSteps = 15,
                },
                Loss = new() { R1Weight = 1, GradientPenaltyWeight = 1, FeatureMatchingWeight = 0.1 },
                Schedule = UpdateSchedule.Alternating(),
            },
            Tiny.Discriminator),
        ["rectangles"] = (
            Plain with { Augmentation = AugmentationOptions.DiffAugment with { InstanceNoise = 0.1 }, Loss = new() { R1Weight = 1 } },
            Tiny.Discriminator with { BaseSize = (1, 3) }),
        ["frozen stages, alternating"] = (
            Plain with { FrozenDiscriminatorStages = 1, Schedule = UpdateSchedule.Alternating(), GradientClipNorm = 0.05 },
            Tiny.Discriminator),
        ["no normalization in the discriminator"] = (Plain, Tiny.Discriminator with { BatchNorm = false, Logits = 1 }),
    };

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string run in Runs.Keys)
        {
            cases.Add(run, 2);
        }

        cases.Add("every augmentation, adaptive", 3);
        cases.Add("alternating", 4);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void N_processes_make_the_run_of_one_process_with_N_micro_batches(string run, int ranks)
    {
        (DcganTrainerOptions options, DiscriminatorOptions discriminator) = Runs[run];
        int[] sizes = [.. Enumerable.Repeat(4, ranks)];

        Recording[] together = ThreadGroup.Results(ranks, group => Train(options, discriminator, sizes, group));
        Recording alone = Train(options with { MicroBatches = ranks }, discriminator, sizes, group: null);

        foreach (Recording one in together)
        {
            one.ShouldBe(alone);
            one.State.ShouldHaveTheBitsOf(together[0].State);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_process_may_have_micro_batches_too(bool alternates)
    {
        DcganTrainerOptions options = Plain with
        {
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
            Augmentation = AugmentationOptions.DiffAugment,
        };

        Recording[] together = ThreadGroup.Results(2, group => Train(options with { MicroBatches = 2 }, Tiny.Discriminator, [4, 4], group));
        Recording alone = Train(options with { MicroBatches = 4 }, Tiny.Discriminator, [4, 4], group: null);

        Array.ForEach(together, one => one.ShouldBe(alone));
    }

    /// <summary>Seven images in three micro-batches are parts of 3, 2 and 2.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shares_of_unequal_size_are_weighted_as_micro_batches_are(bool alternates)
    {
        DcganTrainerOptions options = Plain with
        {
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
            Augmentation = AugmentationOptions.DiffAugment,
            Loss = new() { R1Weight = 1 },
        };

        Recording[] together = ThreadGroup.Results(3, group => Train(options, Tiny.Discriminator, [3, 2, 2], group));
        Recording alone = Train(options with { MicroBatches = 3 }, Tiny.Discriminator, [3, 2, 2], group: null);

        Array.ForEach(together, one => one.ShouldBe(alone));
    }

    [Fact]
    public void Classes_and_a_hosts_latents_are_each_process_s_own()
    {
        GeneratorOptions generator = Tiny.Generator with { Classes = 3 };
        DiscriminatorOptions discriminator = Tiny.Discriminator with { Classes = 3 };
        Recording[] together = ThreadGroup.Results(2, group => Train(group));
        Recording alone = Train(null);

        Array.ForEach(together, one => one.ShouldBe(alone));

        Recording Train(ThreadGroup? group)
        {
            using DcganTrainer trainer = DcganTrainer.Create(
                generator, discriminator, Plain with { MicroBatches = group is null ? 2 : 1 }, processes: group);
            trainer.to(torch.float64);
            var recording = new Recording();
            for (int step = 0; step < Steps; step++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                torch.Tensor labels = (torch.arange(8) + step) % 3;
                torch.Tensor? latents = step % 2 == 0 ? null : Tiny.Normal([8, 5], step);
                recording.Add(trainer.Step(
                    Rows(Images(8, step, Tiny.Discriminator.ImageSize), group), Rows(labels, group), latents is null ? null : Rows(latents, group)));
            }

            return recording.Take(trainer);
        }

        static torch.Tensor Rows(torch.Tensor all, ThreadGroup? group) => group is null ? all : all.narrow(0, 4 * group.Rank, 4);
    }

    /// <summary>
    /// One process with N micro-batches runs N times as many power iterations in a step. The vectors of rank 0 hold on all processes, so
    /// that all have the same weights.
    /// </summary>
    [Fact]
    public void Spectral_normalization_has_the_vectors_of_rank_0()
    {
        DiscriminatorOptions discriminator = Tiny.Discriminator with { BatchNorm = false, SpectralNorm = true };

        Recording[] together = ThreadGroup.Results(2, group => Train(Plain, discriminator, [4, 4], group, disturb: DisturbVectors));
        Recording undisturbed = ThreadGroup.Results(2, group => Train(Plain, discriminator, [4, 4], group))[0];

        together[1].State.ShouldHaveTheBitsOf(together[0].State);
        Vectors(together[0]).Should().NotBeEmpty().And.Equal(Vectors(undisturbed));

        static void DisturbVectors(DcganTrainer trainer, int rank)
        {
            using IDisposable noGradients = torch.no_grad();
            foreach (torch.Tensor vector in trainer.Discriminator.modules().OfType<SpectralNormalization>().Select(layer => layer.PassState[0]))
            {
                vector.mul_(rank == 1 ? -1 : 1);
            }
        }

        static double[] Vectors(Recording run) =>
            [.. run.State.Where(entry => entry.Key.EndsWith(".u", StringComparison.Ordinal)).SelectMany(entry => entry.Value)];
    }

    [Theory]
    [InlineData(DivergencePolicy.Skip, StepOutcome.Skipped)]
    [InlineData(DivergencePolicy.RollBack, StepOutcome.RolledBack)]
    public void A_step_that_diverges_on_one_process_is_not_made_on_any(DivergencePolicy policy, StepOutcome outcome)
    {
        DcganTrainerOptions options = Plain with
        {
            DivergencePolicy = policy,
            RollBackInterval = 3,
            EmaDecay = 0.9,
            Augmentation = AugmentationOptions.DiffAugment,
            Schedule = UpdateSchedule.Alternating(),
        };

        Recording[] together = ThreadGroup.Results(2, group => Train(options, Tiny.Discriminator, [4, 4], group, overflowAt: 7));
        Recording alone = Train(options with { MicroBatches = 2 }, Tiny.Discriminator, [4, 4], null, overflowAt: 7);

        alone.Steps[7].Outcome.Should().Be(outcome);
        Array.ForEach(together, one => one.ShouldBe(alone));
    }

    /// <summary>Trains on random images. The whole batch of an update is the images of rank 0, then of rank 1, and so on.</summary>
    private static Recording Train(
        DcganTrainerOptions options,
        DiscriminatorOptions discriminator,
        int[] sizes,
        ThreadGroup? group,
        int overflowAt = -1,
        Action<DcganTrainer, int>? disturb = null)
    {
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator with { BaseSize = discriminator.BaseSize }, discriminator, options, processes: group);
        trainer.to(torch.float64);
        disturb?.Invoke(trainer, group?.Rank ?? 0);
        var recording = new Recording();
        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor images = Images(sizes.Sum(), step, discriminator.ImageSize);
            torch.Tensor[] ofRanks = images.split([.. sizes.Select(size => (long)size)]);
            if (step == overflowAt)
            {
                ofRanks[^1] = ofRanks[^1].sign() * double.MaxValue;
            }

            recording.Add(trainer.Step(group is null ? Whole(ofRanks, options.Schedule.DiscriminatorSteps) : ofRanks[group.Rank]));
        }

        return recording.Take(trainer);
    }

    private static torch.Tensor Whole(torch.Tensor[] ofRanks, int updates)
    {
        torch.Tensor[][] shares = [.. ofRanks.Select(images => images.tensor_split(updates))];
        return torch.cat([.. Enumerable.Range(0, updates).SelectMany(update => shares.Select(share => share[update]))]);
    }

    private static torch.Tensor Images(int count, int step, SpatialSize size) => Tiny.Images(count, seed: 100 + step, size).to(torch.float64);
}
