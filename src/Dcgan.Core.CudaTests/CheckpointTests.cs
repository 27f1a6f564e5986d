using FluentAssertions;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;

namespace Dcgan.Core.CudaTests;

/// <summary>Checkpoints do not depend on the device. They keep the element type, so float64 runs resume in float64.</summary>
public sealed class CheckpointTests(ITestOutputHelper output) : CudaTest
{
    public static TheoryData<string> Runs =>
    [
        "hinge with R1 and R2, now and then", "adaptive augmentation and feature matching", "noise, clipping and micro-batches",
        "frozen stages", "decaying learning rates", "classes", "spectral norm", "preset Recommended",
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_saved_on_CUDA_resumes_on_the_CPU(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer trainer = Saved(run, Gpu.Device);
        using DcganTrainer opened = DcganTrainer.Open(Folder["run"]);

        opened.state_dict().Values.Should().OnlyContain(value => value.device_type == DeviceType.CPU && value.dtype == torch.float64);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        ShouldContinueAlike(run, opened, trainer);
        opened.AugmentationProbability.Should().BeApproximately(trainer.AugmentationProbability, Near.Double);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_saved_on_the_CPU_resumes_on_CUDA(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer trainer = Saved(run, torch.CPU);
        using DcganTrainer opened = DcganTrainer.Open(Folder["run"]);
        opened.to(Gpu.Device);

        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        ShouldContinueAlike(run, opened, trainer);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_saved_on_CUDA_resumes_on_CUDA(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer trainer = Saved(run, Gpu.Device);
        using DcganTrainer opened = DcganTrainer.Open(Folder["run"]);
        opened.to(Gpu.Device);

        // Not bit-identical: cuDNN may choose algorithms that sum in any order.
        ShouldContinueAlike(run, opened, trainer);
        (Dictionary<string, double[]> values, Dictionary<string, double[]> expected) = (Tiny.Values(opened), Tiny.Values(trainer));
        output.WriteLine($"Bit-identical: {values.All(entry => entry.Value.SequenceEqual(expected[entry.Key]))}");
    }

    [Fact]
    public void A_file_loads_into_a_trainer_on_CUDA_which_stays_there()
    {
        StepCase run = StepCases.All["frozen stages"];
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        using DcganTrainer other = run.Trainer(Gpu.Device, torch.float32);
        trainer.Step(run.Batch(1, Gpu.Device, torch.float32));
        trainer.Save(Folder["run"]);

        other.Load(Folder["run"]);

        other.state_dict().Values.Should().OnlyContain(value => value.device_type == Gpu.Device.type);
        Tiny.Values(other).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        other.StepCount.Should().Be(1);
        other.Step(run.Batch(2, torch.CPU, torch.float32)).ShouldBeNear(trainer.Step(run.Batch(2, torch.CPU, torch.float32)), Near.Single);
    }

    [Fact]
    public void The_same_state_gives_the_same_file_on_both_devices()
    {
        StepCase run = StepCases.All["EMA by half-life"];
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        trainer.Step(run.Batch(1, Gpu.Device, torch.float32));
        trainer.Save(Folder["cuda"]);
        trainer.Generator.Save(Folder["cuda generator"]);

        trainer.to(torch.CPU);
        trainer.Save(Folder["cpu"]);
        trainer.Generator.Save(Folder["cpu generator"]);

        Near.ShouldHaveTheBytesOf(Folder["cuda"], Folder["cpu"]);
        Near.ShouldHaveTheBytesOf(Folder["cuda generator"], Folder["cpu generator"]);
    }

    [Fact]
    public void A_checkpoint_directory_keeps_a_run_on_CUDA()
    {
        StepCase run = StepCases.All["EMA by decay with warm-up"];
        using DcganTrainer trainer = run.Trainer(Gpu.Device);
        var checkpoints = new CheckpointDirectory(Folder["run"], keepLast: 2);
        for (int step = 0; step < 3; step++)
        {
            Train(run, trainer, step, 1);
            checkpoints.Save(trainer);
        }

        checkpoints.SaveBest(trainer);

        checkpoints.All().Should().HaveCount(2);
        foreach (string path in (string[])[checkpoints.Latest()!, checkpoints.Best()!])
        {
            using DcganTrainer opened = DcganTrainer.Open(path);
            Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        }
    }

    [Fact]
    public void A_calibrated_generator_opens_on_the_CPU_with_its_statistics()
    {
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        generator.to(Gpu.Device);
        generator.Calibrate(64);
        generator.Save(Folder["generator"]);

        using Generator opened = Generator.Open(Folder["generator"]);

        opened.IsCalibrated.Should().BeTrue();
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(generator));
        generator.Sample(7).cpu().ShouldBeNear(opened.Sample(7), Near.Double);
    }

    /// <summary>A run of three steps, saved as "run".</summary>
    private DcganTrainer Saved(StepCase run, torch.Device device)
    {
        DcganTrainer trainer = run.Trainer(device);
        Train(run, trainer, 0, 3);
        trainer.Save(Folder["run"]);
        return trainer;
    }

    private static void ShouldContinueAlike(StepCase run, DcganTrainer opened, DcganTrainer trainer)
    {
        Train(run, opened, 3, 3);
        Train(run, trainer, 3, 3);
        Tiny.Values(opened).ShouldBeNear(Tiny.Values(trainer));
    }

    private static void Train(StepCase run, DcganTrainer trainer, int first, int steps)
    {
        for (int step = first; step < first + steps; step++)
        {
            trainer.Step(run.Batch(step, torch.CPU)).Outcome.Should().Be(StepOutcome.Updated);
        }
    }
}
