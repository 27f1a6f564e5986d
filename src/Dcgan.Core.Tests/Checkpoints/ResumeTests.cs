using FluentAssertions;
using Microsoft.Extensions.Logging;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

public sealed class ResumeTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_resumes_bit_identically()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Tiny.Trainer(seed: 3);
        Train(whole, steps: 3);
        whole.Sample(2);
        whole.NextEpoch();
        Train(whole, steps: 2);
        whole.Save(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using DcganTrainer loaded = Tiny.Trainer(seed: 3);
        Train(loaded, steps: 1);
        loaded.Load(folder["run"]);

        foreach (DcganTrainer resumed in (DcganTrainer[])[opened, loaded])
        {
            (resumed.StepCount, resumed.Epoch, resumed.EpochStep).Should().Be((5, 1, 2));
            resumed.Options.Should().Be(whole.Options);
        }

        Train(whole, steps: 4);
        torch.Tensor expected = whole.Sample(3);
        Train(opened, steps: 4);
        Train(loaded, steps: 4);
        foreach (DcganTrainer resumed in (DcganTrainer[])[opened, loaded])
        {
            Tiny.Values(resumed).ShouldHaveTheBitsOf(Tiny.Values(whole));
            resumed.Sample(3).Equals(expected).Should().BeTrue();
            resumed.Save(folder["resumed"]);
            whole.Save(folder["whole"]);
            File.ReadAllBytes(folder["resumed"]).Should().Equal(File.ReadAllBytes(folder["whole"]));
        }
    }

    [Fact]
    public void What_a_logger_keeps_outlives_the_call()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var logger = new KeepingLogger(LogLevel.Information);
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: logger);
        trainer.Save(folder["run"]);
        trainer.Load(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"], logger);

        logger.Kept.Should().HaveCount(3).And.AllSatisfy(kept => kept.IsInvalid.Should().BeFalse());
    }

    [Fact]
    public void Networks_with_kernels_of_4x4_resume_and_are_not_those_with_5x5()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = DcganTrainer.Create(
            Tiny.Generator with { KernelSize = 4 }, Tiny.Discriminator with { KernelSize = 4 }, new() { Schedule = UpdateSchedule.Alternating() });
        Train(whole, steps: 2);
        whole.Save(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using DcganTrainer other = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, new() { Schedule = UpdateSchedule.Alternating() });

        Train(whole, steps: 2);
        Train(opened, steps: 2);

        (opened.Generator.Options.KernelSize, opened.Discriminator.Options.KernelSize).Should().Be((4, 4));
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(whole));
        other.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>()
            .WithMessage("*generator option kernel_size: expected none but found 4; discriminator option kernel_size: expected none but found 4*");
    }

    [Fact]
    public void A_generator_with_a_smooth_output_resumes_and_is_not_one_without()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = DcganTrainer.Create(Tiny.Generator with { SmoothOutput = true }, Tiny.Discriminator);
        Train(whole, steps: 2);
        whole.Save(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using DcganTrainer other = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator);

        Train(whole, steps: 2);
        Train(opened, steps: 2);

        opened.Generator.Options.SmoothOutput.Should().BeTrue();
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(whole));
        other.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>()
            .WithMessage("*generator option smooth_output: expected none but found true*");
    }

    [Fact]
    public void An_optimizer_of_the_hosts_and_its_schedule_go_on_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = WithMomentum();
        whole.Save(folder["start"]);
        Train(whole, steps: 2);
        whole.Optimizers.Generator.ParamGroups.Single().LearningRate = 0.003;
        whole.Save(folder["run"]);
        using DcganTrainer resumed = WithMomentum();

        resumed.Load(folder["run"]);

        resumed.Optimizers.Generator.ParamGroups.Single().LearningRate.Should().Be(0.003);
        resumed.Load(folder["start"]);
        resumed.Load(folder["run"]);
        Train(whole, steps: 2);
        Train(resumed, steps: 2);
        Tiny.Values(resumed).ShouldHaveTheBitsOf(Tiny.Values(whole));
    }

    [Fact]
    public void Another_optimizer_is_refused()
    {
        using DcganTrainer momentum = WithMomentum();
        using DcganTrainer adam = Tiny.Trainer();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        using var plain = new DcganTrainer(generator, discriminator, optimizers: new(
            torch.optim.Adam(generator.parameters()), torch.optim.Adam(discriminator.parameters())));
        plain.Save(folder["plain"]);

        adam.Invoking(it => it.Load(folder["plain"])).Should().Throw<CheckpointException>()
            .WithMessage("*optimizer of the generator: expected FusedAdam with EpsilonHat but found 'Adam'; optimizer of the discriminator: expected FusedAdam with EpsilonHat but found 'Adam'*");
        momentum.Invoking(it => it.Load(folder["plain"])).Should().Throw<CheckpointException>();
        FluentActions.Invoking(() => DcganTrainer.Open(folder["plain"])).Should().Throw<CheckpointException>().WithMessage(
            $"{folder["plain"]}: the run has its own optimizers, 'Adam' and 'Adam', which Open cannot build: pass such optimizers to the constructor of DcganTrainer and call Load.");
    }

    [Fact]
    public void What_a_schedule_has_made_of_an_optimizer_comes_back()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        ((Adam.Options)((TorchSharp.Modules.ParamGroup)trainer.Optimizers.Generator.ParamGroups.Single()).Options).beta1 = 0.85;
        trainer.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);

        var options = (Adam.Options)((TorchSharp.Modules.ParamGroup)opened.Optimizers.Generator.ParamGroups.Single()).Options;
        (options.beta1, options.beta2).Should().Be((0.85, 0.999));
    }

    [Fact]
    public void Doubles_come_back_as_doubles()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Tiny.Trainer();
        whole.to(torch.float64);
        whole.Step(Tiny.Images().to(torch.float64));
        whole.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);

        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(whole));
        opened.Step(Tiny.Images().to(torch.float64)).Number.Should().Be(2);
    }

    [Fact]
    public void Another_precision_takes_the_same_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Tiny.Trainer();
        Train(whole, steps: 1);
        whole.Save(folder["run"]);
        using DcganTrainer bfloat16 = DcganTrainer.Create(
            Tiny.Generator with { Precision = ComputePrecision.BFloat16 },
            Tiny.Discriminator with { Precision = ComputePrecision.BFloat16 });

        bfloat16.Load(folder["run"]);

        Tiny.Values(bfloat16).ShouldHaveTheBitsOf(Tiny.Values(whole));
        bfloat16.Generator.Options.Precision.Should().Be(ComputePrecision.BFloat16);
        bfloat16.Step(Tiny.Images()).Number.Should().Be(2);
    }

    [Fact]
    public void A_generator_opens_alone_from_either_file()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(GeneratorOptions.Paper with { LatentSize = 5, BaseSize = 2, Depths = [6, 4], ImageChannels = 1 });
        Train(trainer, steps: 2, channels: 1);
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["weights"]);
        torch.Tensor latents = trainer.Generator.DrawLatents(3, seed: 1);
        torch.Tensor expected = trainer.Generator.Sample(latents, statistics: SamplingStatistics.Running);

        foreach (string file in (string[])["run", "weights"])
        {
            using Generator opened = Generator.Open(folder[file]);
            opened.Options.Should().Be(trainer.Generator.Options);
            opened.Sample(latents, statistics: SamplingStatistics.Running).Equals(expected).Should().BeTrue();
        }

        foreach (Action open in (Action[])[() => DcganTrainer.Open(folder["weights"]), () => trainer.Load(folder["weights"])])
        {
            open.Should().Throw<CheckpointException>().WithMessage("*this file holds a generator only; open it with Generator.Open.");
        }
    }

    [Fact]
    public void Python_finds_the_state_dicts_own_names()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);

        using SafetensorsFile file = SafetensorsFile.Open(folder["run"]);

        IEnumerable<string> names = file.Tensors.Select(tensor => tensor.Name);
        names.Should().Contain(trainer.Generator.state_dict().Keys.Select(key => $"generator.{key}"));
        names.Should().Contain(trainer.Discriminator.state_dict().Keys.Select(key => $"discriminator.{key}"));
        names.Should().Contain(
        [
            "optimizer.generator.stages.1.bias.step",
            "optimizer.generator.stages.1.bias.exp_avg",
            "optimizer.discriminator.classifier.weight.exp_avg_sq",
            "random.training_latents",
            "random.sample_latents",
        ]);
        file.Metadata.Should().ContainKeys(
            "dcgan.format_version", "dcgan.library_version", "dcgan.options", "dcgan.optimizers", "dcgan.step", "dcgan.images", "dcgan.epoch", "dcgan.epoch_step", "dcgan.header_sha256", "dcgan.data_sha256");
    }

    [Fact]
    public void A_disposed_trainer_is_not_saved()
    {
        DcganTrainer trainer = Tiny.Trainer();
        trainer.Dispose();

        trainer.Invoking(it => it.Save(folder["run"])).Should().Throw<ObjectDisposedException>();
        File.Exists(folder["run"]).Should().BeFalse();
    }

    private static DcganTrainer WithMomentum()
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        return new DcganTrainer(generator, discriminator, optimizers: new(
            torch.optim.SGD(generator.parameters(), 0.01, momentum: 0.9),
            torch.optim.RMSProp(discriminator.parameters(), 0.001, momentum: 0.5, centered: true)));
    }

    private static void Train(DcganTrainer trainer, int steps, int channels = 3)
    {
        for (int step = 0; step < steps; step++)
        {
            using torch.Tensor images = Tiny.Images(seed: trainer.StepCount);
            using torch.Tensor part = images.narrow(1, 0, channels);
            trainer.Step(part);
        }
    }
}
