using Dcgan.Core;
using TorchSharp;

namespace Dcgan.Mpi.Tests.UnderMpi;

/// <summary>N processes with n images each make the run of one process with N·n images in N micro-batches.</summary>
internal static class Guarantee
{
    private const int Steps = 20;
    private const int Images = 4;
    private const double Tolerance = 1e-10;

    private static readonly DcganTrainerOptions Plain = new() { Seed = 3, LearningRate = 1e-4 };

    private static readonly Dictionary<string, DcganTrainerOptions> Runs = new()
    {
        ["simultaneous, R1, average, clipping, falling learning rates"] = Plain with
        {
            LearningRateDecayImages = 200,
            Loss = new() { R1Weight = 1 },
            EmaDecay = 0.9,
            GradientClipNorm = 0.05,
        },
        ["alternating, adaptive augmentation"] = Plain with
        {
            Schedule = UpdateSchedule.Alternating(),
            Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, AdaptiveTarget = 0.1, AdaptiveImages = 100, InstanceNoise = 0.1 },
        },
        ["simultaneous, micro-batches"] = Plain with { MicroBatches = 2 },
        ["a skipped step"] = Plain with { DivergencePolicy = DivergencePolicy.Skip },
        ["a rolled-back step"] = Plain with { DivergencePolicy = DivergencePolicy.RollBack, RollBackInterval = 3 },
    };

    /// <summary>Compares every run on every process with that of this process alone.</summary>
    internal static bool Check(MpiProcessGroup group)
    {
        bool isSame = true;
        foreach ((string name, DcganTrainerOptions options) in Runs)
        {
            double difference = Largest(Train(options, group, group.Size), Train(options with { MicroBatches = group.Size * options.MicroBatches }, null, group.Size));
            bool isNear = !group.Any(!(difference <= Tolerance));
            isSame &= isNear;
            if (group.Rank == 0)
            {
                Console.WriteLine(FormattableString.Invariant($"{name}: largest relative difference {difference:E1}{(isNear ? string.Empty : ", FAILED")}"));
            }
        }

        return isSame;
    }

    internal static DcganTrainer Trainer(DcganTrainerOptions options, IProcessGroup? group) => DcganTrainer.Create(
        new() { LatentSize = 5, BaseSize = 2, Depths = [6, 4] }, new() { BaseSize = 2, Depths = [4, 6] }, options, processes: group);

    /// <summary>Random images [count, 3, 8, 8].</summary>
    internal static torch.Tensor Random(int count, long seed)
    {
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        return torch.empty(count, 3, 8, 8).uniform_(-1, 1, random);
    }

    private static Dictionary<string, double[]> Train(DcganTrainerOptions options, MpiProcessGroup? group, int processes)
    {
        using DcganTrainer trainer = Trainer(options, group);
        trainer.to(torch.float64);
        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor all = Random(Images * processes, 100 + step).to(torch.float64);
            StepOutcome expected = step != 7 ? StepOutcome.Updated : Diverged(options);
            if (expected != StepOutcome.Updated)
            {
                all = all.sign() * double.MaxValue;
            }

            DcganStep made = trainer.Step(group is null ? all : all.narrow(0, Images * group.Rank, Images));
            if (made.Outcome != expected)
            {
                throw new InvalidOperationException($"Step {step + 1} should have been {expected} but was {made.Outcome}.");
            }
        }

        using DisposeScope last = torch.NewDisposeScope();
        return trainer.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().contiguous().data<double>().ToArray());
    }

    private static StepOutcome Diverged(DcganTrainerOptions options) => options.DivergencePolicy switch
    {
        DivergencePolicy.Skip => StepOutcome.Skipped,
        DivergencePolicy.RollBack => StepOutcome.RolledBack,
        _ => StepOutcome.Updated, // A run without divergence.
    };

    /// <summary>The largest difference, relative to the largest value of its tensor; NaN if a value is NaN.</summary>
    private static double Largest(Dictionary<string, double[]> one, Dictionary<string, double[]> other) => one
        .Select(entry => Largest(entry.Value.Zip(other[entry.Key], (left, right) => left - right)) / Largest(other[entry.Key]))
        .Aggregate(Math.Max);

    // Enumerable.Max ignores NaN.
    private static double Largest(IEnumerable<double> values) => values.Select(Math.Abs).Aggregate(Math.Max);
}
