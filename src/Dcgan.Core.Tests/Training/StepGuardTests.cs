using System.Diagnostics.Metrics;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Training;

/// <summary>What a step rejects, and what a monitor may do.</summary>
public sealed class StepGuardTests
{
    [Fact]
    public void An_average_that_was_left_behind_is_refused_before_anything_changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.Generator.to(float64);
        trainer.Discriminator.to(float64);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images().to(float64))).Should().Throw<InvalidOperationException>()
            .WithMessage("The generator is Float64 on cpu but the averaged generator is Float32 on cpu: move the trainer, not one of its networks.");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void Tensors_without_values_are_refused_before_anything_changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Tensor images = Tiny.Images();
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(images.to(META))).Should().Throw<ArgumentException>().WithMessage("images: the tensor is on the meta device and has no data.*");
        trainer.Invoking(it => it.Step(images.to_sparse())).Should().Throw<ArgumentException>().WithMessage("images: the tensor is sparse.*");
        FluentActions.Invoking(() => ImagePixels.FromImage(images[0].to_sparse())).Should().Throw<ArgumentException>().WithMessage("image: the tensor is sparse.*");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void What_a_monitor_keeps_outlives_the_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        var monitor = new Acting(() => trainer.Sample(2));
        trainer.Monitor = monitor;

        trainer.Step(Tiny.Images());

        monitor.Kept!.IsInvalid.Should().BeFalse();
        monitor.Kept.shape.Should().Equal(2, 3, 8, 8);
    }

    [Fact]
    public void A_step_within_a_step_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Monitor = new Acting(() =>
        {
            trainer.Step(Tiny.Images());
            return null;
        });

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("Step: another step of this trainer is in progress.*");

        trainer.StepCount.Should().Be(1, "the monitor runs after the step");
        trainer.Monitor = null;
        trainer.Step(Tiny.Images()).Number.Should().Be(2);
    }

    [Fact]
    public void A_step_within_a_report_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Tensor images = Tiny.Images();
        var progress = new Reporting(_ => trainer.Step(images));

        trainer.Invoking(it => it.Train([images, images], progress)).Should().Throw<InvalidOperationException>()
            .WithMessage("Step: another step of this trainer is in progress.*");

        trainer.StepCount.Should().Be(1, "progress is reported after the step");
        trainer.Train([images, images]).Should().Be(2, "the exception has ended the step in progress");
    }

    [Fact]
    public void What_progress_and_a_listener_of_the_meter_keep_outlives_the_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        var kept = new List<Tensor>();
        int thread = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => it.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
        {
            if (instrument.Name == "dcgan.training.generator.loss" && Environment.CurrentManagedThreadId == thread)
            {
                kept.Add(trainer.Sample(2));
            }
        });
        listener.Start();

        trainer.Train([Tiny.Images()], new Reporting(_ => kept.Add(trainer.Sample(2))));

        kept.Should().HaveCount(2).And.AllSatisfy(samples => samples.IsInvalid.Should().BeFalse());
    }

    [Fact]
    public void A_hook_keeps_the_tensors_that_it_detaches_from_the_steps_scope()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Tensor? detached = null;
        Tensor? left = null;
        trainer.Generator.register_forward_hook((_, _, images) =>
        {
            detached ??= images.detach().clone().DetachFromDisposeScope();
            left ??= images.detach().clone();
            return images;
        });

        trainer.Step(Tiny.Images());

        left!.IsInvalid.Should().BeTrue("the step frees what a hook does not keep");
        detached!.abs().max().item<float>().Should().BePositive();
        detached.Dispose();
    }

    [Fact]
    public void A_step_from_a_second_thread_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        using var inside = new ManualResetEventSlim();
        using var refused = new ManualResetEventSlim();
        trainer.Monitor = new Acting(() =>
        {
            inside.Set();
            refused.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue();
            return null;
        });
        var first = new Thread(() => trainer.Step(images));
        first.Start();
        inside.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue();

        trainer.Invoking(it => it.Step(images)).Should().Throw<InvalidOperationException>();

        refused.Set();
        first.Join();
        trainer.StepCount.Should().Be(1);
    }

    private sealed class Reporting(Action<DcganStep> act) : IProgress<DcganStep>
    {
        public void Report(DcganStep value) => act(value);
    }

    private sealed class Acting(Func<Tensor?> act) : IDcganMonitor
    {
        internal Tensor? Kept { get; private set; }

        public MonitorVerdict Observe(DcganStep numbers)
        {
            Kept = act();
            return MonitorVerdict.None;
        }
    }
}
