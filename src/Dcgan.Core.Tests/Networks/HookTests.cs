using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Networks;

/// <summary>A host's hooks run in every pass of a step and in every sample, with labels and feature matching too.</summary>
public sealed class HookTests
{
    public static TheoryData<int, double, bool> Steps => new()
    {
        { 0, 0, false },
        { 3, 0, false },
        { 0, 0.05, false },
        { 3, 0.05, false },
        { 0, 0, true },
        { 3, 0.05, true },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void They_run_in_every_pass_of_a_step(int classes, double featureMatching, bool alternates)
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Trainer(classes, featureMatching, alternates, penalty: 0);
        var calls = new List<string>();
        Record(trainer, calls);

        trainer.Step(Tiny.Images(), Labels(classes));

        // Simultaneous: one batch after the other. Alternating: both batches together; the generator's update judges its images once more,
        // and with feature matching the real images too.
        string[] discriminator = alternates && featureMatching > 0 ? ["D", "D", "D"] : ["D", "D"];
        calls.Where(call => call == "pre G").Should().ContainSingle();
        calls.Where(call => call == "G").Should().ContainSingle();
        calls.Where(call => call == "pre D").Should().HaveCount(discriminator.Length);
        calls.Where(call => call == "D").Should().Equal(discriminator);
    }

    [Fact]
    public void They_run_in_the_passes_of_a_penalty()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Trainer(classes: 3, featureMatching: 0.05, alternates: false, penalty: 1);
        var calls = new List<string>();
        Record(trainer, calls);

        trainer.Step(Tiny.Images(), Labels(3));

        calls.Where(call => call == "D").Should().HaveCount(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void They_run_in_samples_and_see_latents_and_images(int classes)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(Tiny.Generator with { Classes = classes });
        var shapes = new List<long[]>();
        generator.register_forward_hook((_, latents, images) =>
        {
            shapes.Add(latents.shape);
            shapes.Add(images.shape);
            return images;
        });

        generator.Sample(70).Dispose();

        shapes.Select(shape => string.Join(" ", shape)).Should().Equal("64 5", "64 3 8 8", "64 5", "64 3 8 8");
    }

    [Fact]
    public void They_run_in_calls_with_labels_whose_results_are_those_of_forward()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Trainer(classes: 3, featureMatching: 0, alternates: false, penalty: 0);
        trainer.eval();
        (Generator generator, Discriminator discriminator) = (trainer.Generator, trainer.Discriminator);
        using Generator trained = TrainedNetworks.Generator(generator.Options); // Its images depend on the class.
        generator.load_state_dict(trained.state_dict());
        Tensor latents = generator.DrawLatents(2, seed: 1);
        Tensor labels = Labels(3)!.narrow(0, 0, 2);
        Tensor images = generator.forward(latents, labels);
        Tensor logits = discriminator.forward(images, labels);
        var calls = new List<string>();
        Record(trainer, calls);

        generator.call(latents, labels).Equals(images).Should().BeTrue();
        discriminator.call(images, labels).Equals(logits).Should().BeTrue();

        calls.Should().Equal("pre G", "G", "pre D", "D");
        generator.Invoking(it => it.call(latents, labels + 3)).Should().Throw<ArgumentException>();
        discriminator.Invoking(it => it.call(images, null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void What_they_return_takes_the_place_of_the_argument_and_of_the_result()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator with { Classes = 3 });
        Tensor latents = generator.DrawLatents(2, seed: 1);
        Tensor labels = Labels(3).narrow(0, 0, 2);
        Tensor expected = generator.Sample(-latents, labels, SamplingStatistics.Running) * 0.5;
        generator.register_forward_pre_hook((_, input) => -input);
        generator.register_forward_hook((_, _, images) => images * 0.5);

        Tensor actual = generator.Sample(latents, labels, SamplingStatistics.Running);

        actual.Equals(expected).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_with_hooks_is_bit_identical(int classes, double featureMatching, bool alternates)
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Trainer(classes, featureMatching, alternates, penalty: 1);
        using DcganTrainer twin = Trainer(classes, featureMatching, alternates, penalty: 1);
        Record(trainer, []);

        // Calls of other passes inside a pass take none of its labels.
        bool isInside = false;
        trainer.Discriminator.register_forward_pre_hook((_, images) =>
        {
            if (!isInside)
            {
                isInside = true;
                trainer.Sample(2).Dispose();
                isInside = false;
            }

            return images;
        });
        for (int step = 0; step < 2; step++)
        {
            trainer.Step(Tiny.Images(seed: step), Labels(classes));
            twin.Step(Tiny.Images(seed: step), Labels(classes));
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }

    [Fact]
    public void A_hook_that_throws_leaves_no_labels_behind()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Trainer(classes: 3, featureMatching: 0.05, alternates: false, penalty: 0);
        bool throws = true;
        trainer.Discriminator.register_forward_pre_hook((_, images) => throws ? throw new TimeoutException() : images);
        trainer.Invoking(it => it.Step(Tiny.Images(), Labels(3))).Should().Throw<TimeoutException>();
        throws = false;

        trainer.Discriminator.Invoking(it => it.call(Tiny.Images())).Should().Throw<ArgumentException>()
            .WithMessage("labels: a network with 3 classes needs the class of each row; *");
        trainer.Step(Tiny.Images(), Labels(3)).Number.Should().Be(1);
    }

    private static void Record(DcganTrainer trainer, List<string> calls)
    {
        void Add(nn.Module<Tensor, Tensor> network, string name)
        {
            var hooked = (nn.HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>)network;
            hooked.register_forward_pre_hook((_, input) =>
            {
                calls.Add($"pre {name}");
                return input;
            });
            hooked.register_forward_hook((_, _, output) =>
            {
                calls.Add(name);
                return output;
            });
        }

        Add(trainer.Generator, "G");
        Add(trainer.Discriminator, "D");
    }

    private static Tensor Labels(int classes) => classes == 0 ? null! : arange(4, int64).remainder_(classes);

    private static DcganTrainer Trainer(int classes, double featureMatching, bool alternates, double penalty) => DcganTrainer.Create(
        Tiny.Generator with { Classes = classes },
        Tiny.Discriminator with { Classes = classes },
        new DcganTrainerOptions
        {
            Loss = new() { FeatureMatchingWeight = featureMatching, R1Weight = penalty },
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
        });
}
