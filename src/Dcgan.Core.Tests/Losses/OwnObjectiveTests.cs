using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>A host's own objective trains, is saved by its name, and is refused by other runs.</summary>
public sealed class OwnObjectiveTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_formula_of_a_built_in_objective_makes_the_same_run(bool isRelativistic)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        AdversarialObjective own = isRelativistic
            ? new(
                "Own",
                (real, generated) => -torch.nn.functional.logsigmoid(generated - real).mean(),
                (real, generated) => -torch.nn.functional.logsigmoid(real - generated).mean())
            : new("Own", generated => generated.mean().neg(), (real, generated) => (1 - real).relu().mean() + (1 + generated).relu().mean());
        AdversarialObjective builtIn = isRelativistic ? AdversarialObjective.RelativisticPairing : AdversarialObjective.Hinge;
        using DcganTrainer first = Trainer(own);
        using DcganTrainer second = Trainer(builtIn);

        for (int step = 0; step < 3; step++)
        {
            _ = first.Step(Tiny.Images(4, seed: step));
            _ = second.Step(Tiny.Images(4, seed: step));
        }

        Tiny.Values(first).ShouldHaveTheBitsOf(Tiny.Values(second));
    }

    [Fact]
    public void A_run_resumes_with_the_same_objective_only()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Trainer(Own("SoftHinge"));
        _ = whole.Step(Tiny.Images(4, seed: 1));
        whole.Save(folder["run"]);
        _ = whole.Step(Tiny.Images(4, seed: 2));

        using DcganTrainer resumed = Trainer(Own("SoftHinge"));
        resumed.Load(folder["run"]);
        _ = resumed.Step(Tiny.Images(4, seed: 2));

        Tiny.Values(resumed).ShouldHaveTheBitsOf(Tiny.Values(whole));
        using DcganTrainer other = Trainer(AdversarialObjective.Hinge);
        other.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>()
            .WithMessage("*trainer option loss.objective: expected \"Hinge\" but found \"SoftHinge\"*");
    }

    [Fact]
    public void Open_says_that_it_cannot_build_the_objective_and_a_networks_Open_works()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(Own("SoftHinge"));
        trainer.Save(folder["run"]);

        FluentActions.Invoking(() => DcganTrainer.Open(folder["run"])).Should().Throw<CheckpointException>()
            .WithMessage("*the run has its own objective, 'SoftHinge', which Open cannot build: pass such an objective to the constructor of DcganTrainer and call Load.");
        using Generator generator = Generator.Open(folder["run"]);
        using Discriminator discriminator = Discriminator.Open(folder["run"]);
        generator.Options.Should().Be(trainer.Generator.Options);
        discriminator.Options.Should().Be(trainer.Discriminator.Options);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Hinge")]
    [InlineData("Soft\nHinge")]
    public void A_name_that_is_empty_or_taken_is_refused(string text) =>
        FluentActions.Invoking(() => Own(text)).Should().Throw<ArgumentException>().WithParameterName("name");

    [Fact]
    public void A_loss_without_a_graph_is_refused_and_the_step_undone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(new("Constant", _ => torch.zeros([]), (real, generated) => generated.mean() - real.mean()));
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("The loss of the generator must depend on the network's images or scores but has no graph.");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(0);
    }

    [Fact]
    public void What_is_no_scalar_is_refused_and_the_step_undone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(new("NoMean", generated => generated, (real, generated) => generated.mean() - real.mean()));
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("The objective NoMean must return the generator's loss as a scalar but returned [4].");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(0);
    }

    [Fact]
    public void An_objective_without_a_target_takes_no_label_smoothing() =>
        FluentActions.Invoking(() => new DcganLoss(new() { Objective = Own("SoftHinge"), LabelSmoothing = 0.1 }))
            .Should().Throw<ArgumentException>().WithMessage("LabelSmoothing: must be 0 because SoftHinge has no target, but was 0.1.*");

    private static AdversarialObjective Own(string name) => new(
        name,
        generated => -generated.mean(),
        (real, generated) => torch.nn.functional.softplus(1 - real).mean() + torch.nn.functional.softplus(1 + generated).mean());

    private static DcganTrainer Trainer(AdversarialObjective objective) =>
        Tiny.Trainer(new DcganTrainerOptions { Loss = new() { Objective = objective, R1Weight = 0.1 }, Schedule = UpdateSchedule.Alternating() });
}
