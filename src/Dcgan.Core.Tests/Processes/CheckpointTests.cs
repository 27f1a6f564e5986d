using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>A checkpoint does not depend on the number of processes.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Batch = 12;

    private static readonly DcganTrainerOptions Options = new()
    {
        Seed = 2,
        EmaDecay = 0.9,
        Augmentation = AugmentationOptions.DiffAugment with { AdaptiveTarget = 0.1, AdaptiveImages = 200 },
        Loss = new() { R1Weight = 1 },
    };

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// A run on 4 processes goes on with 1, 2 and 3, and again with 4. With as many micro-batches as there are processes, one process
    /// makes the same steps.
    /// </summary>
    [Fact]
    public void A_run_resumes_on_any_number_of_processes()
    {
        int[] numbers = [4, 1, 2, 3, 4];
        using DcganTrainer alone = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options);
        alone.to(torch.float64);
        Recording expected = new();
        foreach ((int part, int ranks) in numbers.Index())
        {
            // The number of micro-batches is an option of the run, so a run of another number has another trainer.
            using DcganTrainer parts = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options with { MicroBatches = ranks });
            parts.to(torch.float64);
            foreach ((StateEntry entry, StateEntry source) in parts.StateEntries().Zip(alone.StateEntries()))
            {
                using IDisposable noGradients = torch.no_grad();
                entry.Restore(source.Value);
            }

            parts.ContinueAt(alone.Position);
            Train(parts, part, null, expected);
            foreach ((StateEntry entry, StateEntry source) in alone.StateEntries().Zip(parts.StateEntries()))
            {
                using IDisposable noGradients = torch.no_grad();
                entry.Restore(source.Value);
            }

            alone.ContinueAt(parts.Position);
        }

        Recording found = new();
        foreach ((int part, int ranks) in numbers.Index())
        {
            Recording[] ofRanks = ThreadGroup.Results(ranks, group =>
            {
                using DcganTrainer trainer = part == 0
                    ? DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options, processes: group)
                    : DcganTrainer.Open(folder["run"], group);
                trainer.to(torch.float64);
                var recording = new Recording();
                Train(trainer, part, group, recording);
                trainer.Save(folder["run"]);
                return recording.Take(trainer);
            });
            Array.ForEach(ofRanks, one => one.State.ShouldHaveTheBitsOf(ofRanks[0].State));
            found.Steps.AddRange(ofRanks[0].Steps);
        }

        using DcganTrainer last = DcganTrainer.Open(folder["run"]);
        found.Take(last).ShouldBe(expected.Take(alone));
    }

    [Fact]
    public void Rank_0_writes_and_every_process_may_sample_before()
    {
        using var directory = new TestFolder();
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options, processes: group);
            trainer.Step(Tiny.Images(4, seed: group.Rank));
            if (group.Rank == 0)
            {
                trainer.Generator.Calibrate(8);
                trainer.Sample(2).Dispose();
            }

            var checkpoints = new CheckpointDirectory(directory.Path, keepLast: 1);
            checkpoints.Save(trainer);
            trainer.Step(Tiny.Images(4, seed: group.Rank));
            checkpoints.Save(trainer).Should().EndWith("step-000000002.safetensors");
            checkpoints.SaveBest(trainer);
            return true;
        });

        directory.Names.Should().Equal("best.safetensors", "step-000000002.safetensors");
    }

    [Fact]
    public void Processes_that_load_different_files_throw_and_keep_their_state()
    {
        foreach (int seed in (int[])[0, 1])
        {
            using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options);
            trainer.Step(Tiny.Images(4, seed));
            trainer.Save(folder[$"run-{seed}"]);
        }

        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, Options, processes: group);
            Dictionary<string, double[]> before = Tiny.Values(trainer);

            trainer.Invoking(it => it.Load(folder[$"run-{group.Rank}"])).Should().Throw<ProcessGroupException>()
                .WithMessage("The processes of a run must be equal, but rank 1 has * with digest * and rank 0 has *").Which.Rank.Should().Be(1);

            Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
            trainer.StepCount.Should().Be(0);
            return true;
        });
    }

    private static void Train(DcganTrainer trainer, int part, ThreadGroup? group, Recording recording)
    {
        for (int step = 0; step < 3; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor images = Tiny.Images(Batch, seed: (10 * part) + step).to(torch.float64);
            recording.Add(trainer.Step(group is null ? images : images.tensor_split(group.Size)[group.Rank]));
        }
    }
}
