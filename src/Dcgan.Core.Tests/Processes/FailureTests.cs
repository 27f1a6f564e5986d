using Dcgan.Core.Tests.Training;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>If one process fails, every process throws, none waits, and all have the state of before the step.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Where rank 1 fails. Each is a place where the other ranks wait for it.</summary>
    public enum Place
    {
        Batch,
        FirstPass,
        LastPass,
        NotFiniteData,
        Optimizer,
    }

    public static TheoryData<Place, bool> Places()
    {
        var places = new TheoryData<Place, bool>();
        foreach (Place place in Enum.GetValues<Place>())
        {
            places.Add(place, true);
            places.Add(place, false);
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_step_that_fails_on_one_process_is_undone_on_all_and_can_be_made_again(Place place, bool alternates)
    {
        Dictionary<string, double[]>[] states = ThreadGroup.Results(3, group =>
        {
            var failure = new FragileOptimizer.Failure();
            using DcganTrainer trainer = Trainer(
                new() { Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous, Augmentation = AugmentationOptions.DiffAugment },
                group,
                place == Place.Optimizer ? failure : null);
            trainer.Step(Images(group));
            Dictionary<string, double[]> before = new Recording().Take(trainer).State;
            bool fails = group.Rank == 1;
            int calls = 0;
            int failsAt = place == Place.FirstPass ? 1 : 2;
            trainer.Discriminator.register_forward_hook((_, _, logits) =>
                fails && place is Place.FirstPass or Place.LastPass && ++calls == failsAt ? throw new TimeoutException("The hook has failed.") : logits);
            failure.StepsUntil = fails ? 1 : int.MaxValue;
            torch.Tensor images = !fails ? Images(group)
                : place == Place.Batch ? torch.zeros(1, 3, 8, 8)
                : place == Place.NotFiniteData ? Images(group).fill_(float.NaN)
                : Images(group);

            Exception error = trainer.Invoking(it => it.Step(images)).Should().Throw<Exception>().Which;

            new Recording().Take(trainer).State.ShouldHaveTheBitsOf(before);
            ShouldNameRank1(error, group.Rank, place switch
            {
                Place.Batch => "images: ",
                Place.NotFiniteData => "images: must be finite",
                Place.Optimizer => string.Empty,
                _ => "The hook has failed.",
            });
            fails = false;
            failure.StepsUntil = int.MaxValue;
            trainer.Step(Images(group)).Number.Should().Be(2);
            return new Recording().Take(trainer).State;
        });

        Array.ForEach(states, state => state.ShouldHaveTheBitsOf(states[0]));
    }

    /// <summary>Two updates of each network: four passes of the discriminator, after each of which the others wait in another sum.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void A_step_of_several_updates_that_fails_in_any_pass_is_undone_on_all(int pass, bool hasOwnOptimizers)
    {
        Dictionary<string, double[]>[] states = ThreadGroup.Results(3, group =>
        {
            using DcganTrainer trainer = Trainer(
                new() { Schedule = UpdateSchedule.Alternating(2, 2) }, group, hasOwnOptimizers ? new FragileOptimizer.Failure() : null);
            torch.Tensor images = Tiny.Images(8, seed: group.Rank);
            trainer.Step(images);
            Dictionary<string, double[]> before = new Recording().Take(trainer).State;
            int calls = 0;
            trainer.Discriminator.register_forward_hook((_, _, logits) =>
                ++calls == pass && group.Rank == 1 ? throw new TimeoutException("The hook has failed.") : logits);

            Exception error = trainer.Invoking(it => it.Step(images)).Should().Throw<Exception>().Which;

            new Recording().Take(trainer).State.ShouldHaveTheBitsOf(before);
            ShouldNameRank1(error, group.Rank, "The hook has failed.");
            trainer.Step(images).Number.Should().Be(2);
            return new Recording().Take(trainer).State;
        });

        Array.ForEach(states, state => state.ShouldHaveTheBitsOf(states[0]));
    }

    [Fact]
    public void A_diverged_step_throws_the_same_on_all_processes()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            torch.Tensor images = group.Rank == 1 ? Tiny.OverflowingImages() : Images(group);

            DcganDivergedException error = trainer.Invoking(it => it.Train([images])).Should().Throw<DcganDivergedException>().Which;

            error.Step!.DiscriminatorLoss.Should().Be(double.NaN);
            trainer.Step(Images(group)).Number.Should().Be(1);
            return true;
        });
    }

    [Fact]
    public void Faulty_data_of_one_process_are_skipped_on_all()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new() { DivergencePolicy = DivergencePolicy.RollBack }, group);
            trainer.Step(Images(group));

            DcganStep step = trainer.Step(group.Rank == 1 ? Images(group).fill_(float.NaN) : Images(group));

            step.Outcome.Should().Be(StepOutcome.Skipped, "the weights are not at fault");
            return true;
        });
    }

    [Fact]
    public void A_process_that_leaves_makes_the_others_throw()
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(3, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            trainer.Step(Images(group));
            _ = group.Rank == 2 ? throw new TimeoutException("The host has failed.") : trainer.Step(Images(group));
            return true;
        });

        outcomes[2].Error.Should().BeOfType<TimeoutException>();
        foreach (ThreadGroup.Outcome<bool> other in outcomes[..2])
        {
            other.Error.Should().BeOfType<ProcessGroupException>().Which.Rank.Should().Be(2);
            other.Error!.Message.Should().Be(
                "Every process of a run must make the same calls, but rank 0 makes a step, rank 1 makes a step, rank 2 has disposed its trainer.");
        }
    }

    [Fact]
    public void After_the_group_has_failed_nothing_is_asked_of_it()
    {
        ThreadGroup.Run(2, group =>
        {
            DcganTrainer trainer = Trainer(new(), group);
            group.BeforeSum = _ => group.BeforeSum = _ => throw new InvalidOperationException("The network is down.");
            trainer.Invoking(it => it.Step(Images(group))).Should().Throw<InvalidOperationException>().WithMessage("The network is down.");
            int calls = group.Lengths.Count;

            trainer.Invoking(it => it.Step(Images(group))).Should().Throw<ProcessGroupException>().WithMessage("The process group has failed before*");
            trainer.Dispose();

            group.Lengths.Should().HaveCount(calls);
            return true;
        }).Should().OnlyContain(outcome => outcome.Error == null);
    }

    [Theory]
    [InlineData("LearningRate", "Rank 1")]
    public void A_process_that_cannot_construct_its_trainer_makes_the_others_throw(string option, string rank)
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(2, group =>
        {
            using DcganTrainer trainer = Trainer(new() { LearningRate = group.Rank == 1 ? -1 : 1e-4 }, group);
            return true;
        });

        outcomes[1].Error.Should().BeOfType<ArgumentOutOfRangeException>();
        outcomes[0].Error.Should().BeOfType<ProcessGroupException>().Which.Message.Should().StartWith($"{rank}: {option}: must be at least 0");
    }

    [Theory]
    [InlineData("the trainer option EmaDecay = 0.5 and rank 0 has the trainer option EmaDecay = 0.9.")]
    public void Other_options_are_named_in_one_error_on_every_process(string difference)
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(3, group =>
        {
            using DcganTrainer trainer = Trainer(new() { EmaDecay = group.Rank == 2 ? 0.5 : 0.9 }, group);
            return true;
        });

        Errors(outcomes).Should().Equal(Enumerable.Repeat($"The processes of a run must be equal, but rank 2 has {difference}", 3));
        outcomes.Should().OnlyContain(outcome => ((ProcessGroupException)outcome.Error!).Rank == 2);
    }

    [Fact]
    public void Other_weights_are_named_in_one_error_on_every_process()
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(2, group =>
        {
            using var generator = new Generator(Tiny.Generator, seed: 1);
            using var discriminator = new Discriminator(Tiny.Discriminator, seed: group.Rank);
            using var trainer = new DcganTrainer(generator, discriminator, processes: group);
            return true;
        });

        Errors(outcomes).Should().OnlyContain(message => message.StartsWith(
            "The processes of a run must be equal, but rank 1 has discriminator.stages.0.weight of type Float32 with digest "));
    }

    [Fact]
    public void A_process_with_another_state_is_found_when_the_run_is_saved()
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(2, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            using IDisposable noGradients = torch.no_grad();
            trainer.Generator.get_parameter("stages.1.weight")!.add_(group.Rank);
            trainer.Save(folder["run"]);
            return true;
        });

        Errors(outcomes).Should().OnlyContain(message => message.Contains("rank 1 has generator.stages.1.weight of type Float32 with digest "));
        folder.Names.Should().BeEmpty();
    }

    [Fact]
    public void A_file_that_cannot_be_written_or_read_is_an_error_on_every_process()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            string nowhere = Path.Combine(folder["missing"], "run");
            Exception save = trainer.Invoking(it => it.Save(nowhere)).Should().Throw<Exception>().Which;
            Exception load = trainer.Invoking(it => it.Load(nowhere)).Should().Throw<Exception>().Which;
            Exception open = FluentActions.Invoking(() => DcganTrainer.Open(nowhere, group)).Should().Throw<Exception>().Which;

            foreach (Exception error in (Exception[])[save, load, open])
            {
                error.Should().BeOfType(group.Rank == 0 ? typeof(CheckpointException) : typeof(ProcessGroupException));
                error.Message.Should().Contain("missing");
            }

            return true;
        });
    }

    private static IEnumerable<string> Errors<T>(ThreadGroup.Outcome<T>[] outcomes) => outcomes.Select(outcome => outcome.Error!.Message);

    /// <summary>Rank 1 gets its own exception, the others one with its message.</summary>
    private static void ShouldNameRank1(Exception error, int rank, string message)
    {
        error.Message.Should().StartWith(rank == 1 ? message : $"Rank 1: {message}");
        if (rank != 1)
        {
            error.Should().BeOfType<ProcessGroupException>().Which.Rank.Should().Be(1);
        }
    }

    private static DcganTrainer Trainer(DcganTrainerOptions options, ThreadGroup group, FragileOptimizer.Failure? failure = null)
    {
        var generator = new Generator(Tiny.Generator, seed: 1);
        var discriminator = new Discriminator(Tiny.Discriminator, seed: 1);
        try
        {
            return new DcganTrainer(
                generator,
                discriminator,
                options,
                failure is null ? null : new DcganOptimizers(
                    FragileOptimizer.Create(generator.parameters(), OptimizerKind.Adam, failure),
                    FragileOptimizer.Create(discriminator.parameters(), OptimizerKind.Adam, new FragileOptimizer.Failure())),
                processes: group);
        }
        catch
        {
            generator.Dispose();
            discriminator.Dispose();
            throw;
        }
    }

    private static torch.Tensor Images(ThreadGroup group) => Tiny.Images(4, seed: group.Rank);
}
