using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>Options that are valid but probably a mistake are one warning when the trainer is constructed.</summary>
public sealed class OptionWarningsTests
{
    private static readonly DiscriminatorOptions Independent = Tiny.Discriminator with { BatchNorm = false };

    [Fact]
    public void A_gradient_penalty_with_batch_normalization_is_warned_of()
    {
        DcganTrainerOptions options = new() { Loss = DcganLossOptions.WassersteinGradientPenalty };

        Warnings(options, Tiny.Discriminator).Should().Equal(
            "Warning: GradientPenaltyWeight is 10, but the discriminator has batch normalization, which makes the scores of a batch depend on each other, so the penalty does not bound their slope: set DiscriminatorOptions.BatchNorm to false.");
        Warnings(options, Independent).Should().BeEmpty();
        Warnings(options, Tiny.Discriminator with { BaseSize = 4, Depths = [4], NormalizesFirstStage = false })
            .Should().BeEmpty("no stage is normalized");
        Warnings(new() { Loss = new() { R1Weight = 10 } }, Tiny.Discriminator).Should().BeEmpty();
    }

    [Fact]
    public void Wasserstein_without_a_bound_is_warned_of()
    {
        DcganTrainerOptions options = new() { Loss = new() { Objective = AdversarialObjective.Wasserstein } };

        string warning =
            "Warning: The objective is Wasserstein, but nothing bounds the discriminator's slope from the first update: set DcganLossOptions.GradientPenaltyWeight to 10, as DcganLossOptions.WassersteinGradientPenalty does, or DiscriminatorOptions.SpectralNorm to true.";
        Warnings(options, Independent).Should().Equal(warning);
        Warnings(options, Independent with { SpectralNorm = true }).Should().BeEmpty();
        Warnings(new() { Loss = options.Loss with { R1Weight = 1 } }, Independent).Should().BeEmpty();
        Warnings(new() { Loss = options.Loss with { R1Weight = 1, PenaltyStart = 9 } }, Independent).Should().Equal(warning);
        Warnings(new() { Loss = new() { Objective = AdversarialObjective.Hinge } }, Independent).Should().BeEmpty();
    }

    [Fact]
    public void A_warmup_without_an_average_is_warned_of()
    {
        Warnings(new() { EmaWarmup = 10 }, Tiny.Discriminator).Should().Equal(
            "Warning: EmaWarmup is 10, but EmaDecay is 0, so it has no effect: set EmaDecay, for example to 0.999, or EmaWarmup to 0.");
        Warnings(new() { EmaWarmup = 10, EmaDecay = 0.9 }, Tiny.Discriminator).Should().BeEmpty();
    }

    [Fact]
    public void A_collapse_monitor_that_never_sees_diversity_is_warned_of_once()
    {
        var log = new RecordedLog();
        using DcganTrainer blind = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        blind.Monitor = new CollapseMonitor(leastDiversity: 0);
        log.Lines.Should().NotContain(line => line.StartsWith("Warning", StringComparison.Ordinal));

        blind.Monitor = new CollapseMonitor();
        blind.Monitor = new CollapseMonitor();

        Warnings(log).Should().Equal(
            "Warning: CollapseMonitor cannot see a collapsed generator, because DiversityInterval is 0: set DcganTrainerOptions.DiversityInterval, for example to 100, or the monitor's leastDiversity to 0.");
        var seeing = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, new() { DiversityInterval = 100 }, seeing);
        trainer.Monitor = new CollapseMonitor();
        Warnings(seeing).Should().BeEmpty();
    }

    [Fact]
    public void Options_that_the_hosts_optimizers_contradict_are_warned_of()
    {
        DcganTrainerOptions options = new() { LearningRate = 1e-3, DiscriminatorLearningRate = 4e-4, Beta1 = 0.9, Beta2 = 0.99 };

        WithAdam(options, rate: 5e-3, beta1: 0.25, beta2: 0.75).Should().Equal(
            "Warning: These options apply only to the trainer's own optimizers, but you passed your own optimizers, which have different values: "
            + "LearningRate is 0.001 but the generator's optimizer has 0.005; Beta1 is 0.9 but the generator's optimizer has 0.25; Beta2 is 0.99 but the generator's optimizer has 0.75; "
            + "DiscriminatorLearningRate is 0.0004 but the discriminator's optimizer has 0.005; Beta1 is 0.9 but the discriminator's optimizer has 0.25; Beta2 is 0.99 but the discriminator's optimizer has 0.75. "
            + "Set the values on your optimizers and leave the options at their defaults.");
        WithAdam(new() { LearningRate = 5e-3, Beta1 = 0.25, Beta2 = 0.75 }, rate: 5e-3, beta1: 0.25, beta2: 0.75).Should().BeEmpty();
        WithAdam(new(), rate: 5e-3, beta1: 0.25, beta2: 0.75).Should().BeEmpty("options at their defaults say nothing");
    }

    [Fact]
    public void A_rate_that_a_scheduler_has_changed_contradicts_nothing()
    {
        var log = new RecordedLog();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        torch.optim.Optimizer[] optimizers = [torch.optim.SGD(generator.parameters(), 0.5), torch.optim.SGD(discriminator.parameters(), 0.5)];
        foreach (torch.optim.Optimizer optimizer in optimizers)
        {
            torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma: 0.1).step();
            optimizer.ParamGroups.Single().LearningRate.Should().BeLessThan(0.5);
        }

        using DcganTrainer trainer = new(generator, discriminator, new() { LearningRate = 0.5 }, new(optimizers[0], optimizers[1]), log);

        Warnings(log).Should().BeEmpty();
    }

    [Fact]
    public void Presets_and_defaults_are_not_warned_of()
    {
        foreach (DcganPreset preset in (DcganPreset[])[DcganPreset.Reference, DcganPreset.Paper, DcganPreset.Recommended])
        {
            var log = new RecordedLog();
            using DcganTrainer trainer = preset.For([6, 4], baseSize: 2).CreateTrainer(logger: log);
            Warnings(log).Should().BeEmpty();
        }
    }

    private static List<string> Warnings(DcganTrainerOptions options, DiscriminatorOptions discriminator)
    {
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(
            Tiny.Generator with { BaseSize = discriminator.BaseSize, Depths = new Depths(Tiny.Generator.Depths.TakeLast(discriminator.Depths.Count)) },
            discriminator,
            options,
            log);
        return Warnings(log);
    }

    private static List<string> WithAdam(DcganTrainerOptions options, double rate, double beta1, double beta2)
    {
        var log = new RecordedLog();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        using DcganTrainer trainer = new(
            generator,
            discriminator,
            options,
            new(torch.optim.Adam(generator.parameters(), rate, beta1, beta2), torch.optim.Adam(discriminator.parameters(), rate, beta1, beta2)),
            log);
        return Warnings(log);
    }

    private static List<string> Warnings(RecordedLog log) =>
        [.. log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
}
