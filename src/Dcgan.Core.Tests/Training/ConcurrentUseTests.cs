using System.Collections.Concurrent;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Generator = Dcgan.Core.Generator;

namespace Dcgan.Core.Tests.Training;

/// <summary>What other threads may do with a run while it trains.</summary>
public sealed class ConcurrentUseTests : IDisposable
{
    private const int Threads = 8;
    private const int StepsAtLeast = 20;
    private const int StepsAtMost = 20_000;
    private const int CallsAtLeast = 3;

    private static readonly DcganTrainerOptions Averaged = new() { EmaDecay = 0.9 };

    private readonly TestFolder folder = new();

    [Fact]
    public void Eight_threads_that_use_a_training_run_see_whole_steps_and_change_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(Averaged);
        using Tensor latents = trainer.Generator.DrawLatents(3, seed: 5);
        var seen = new ConcurrentBag<(string Call, double[] Values)>();
        var checkpoints = new CheckpointDirectory(folder["checkpoints"], keepLast: StepsAtMost);
        Action<int>[] calls =
        [
            _ => seen.Add(("sample", Images(() => trainer.Generator.Sample(latents, null, SamplingStatistics.Batch)))),
            _ => seen.Add(("average", Images(() => trainer.Sample(latents, null, SamplingStatistics.Batch)))),
            _ => seen.Add(("frozen", Frozen(trainer.Generator, latents))),
            call => trainer.Save(folder[$"{call % 50}.safetensors"]),
            call => trainer.Generator.ExportOnnx(folder[$"{call % 50}.onnx"], new OnnxExportOptions { Statistics = SamplingStatistics.Running }),
            _ => trainer.Generator.Calibrate(count: 8),
            _ => trainer.Sample(2).Dispose(),
            _ => checkpoints.Save(trainer),
        ];

        int[] counts = WhileTraining(trainer, calls);

        counts.Should().OnlyContain(count => count >= CallsAtLeast, "a thread that waits gets its turn");
        List<Moment> moments = Replay(trainer.StepCount, latents);
        Tiny.Values(trainer).Where(IsNoCalibration).ToDictionary().ShouldHaveTheBitsOf(moments[^1].State);
        foreach ((string call, double[] values) in seen)
        {
            double difference = moments.Min(moment => moment.Seen[call].Zip(values).Max(pair => Math.Abs(pair.First - pair.Second)));
            difference.Should().Be(0, $"{call} must show one step's state");
        }

        foreach (string path in Directory.GetFiles(folder.Path, "*.safetensors", SearchOption.AllDirectories))
        {
            using DcganTrainer saved = DcganTrainer.Open(path);
            (Path.GetFileName(path).StartsWith("step-", StringComparison.Ordinal) && !path.Contains($"{saved.StepCount:D9}", StringComparison.Ordinal))
                .Should().BeFalse($"{path} is named after its step");
            Tiny.Values(saved).Where(IsNoCalibration).ToDictionary().ShouldHaveTheBitsOf(moments[(int)saved.StepCount].State);
        }
    }

    [Theory]
    [InlineData("generator")]
    [InlineData("frozen")]
    [InlineData("trainer")]
    public void A_network_disposed_while_eight_threads_sample_ends_their_next_calls_with_an_exception(string kind)
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze(SamplingStatistics.Running);
        Func<Tensor> sample = kind switch
        {
            "generator" => () => trainer.Generator.Sample(4, seed: 1),
            "frozen" => () => frozen.Sample(4, seed: 1),
            _ => () => trainer.Sample(4),
        };
        IDisposable target = kind switch { "generator" => trainer.Generator, "frozen" => frozen, _ => trainer };
        using var sampling = new CountdownEvent(Threads);
        var ends = new ConcurrentBag<Exception>();
        Thread[] threads = Started(Threads, _ => ends.Add(Record.Exception((Action)(() =>
        {
            sample().Dispose();
            sampling.Signal();
            while (true)
            {
                sample().Dispose();
            }
        }))!));

        sampling.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue("only a bug reaches the limit");
        target.Dispose();
        Join(threads);

        ends.Should().HaveCount(Threads).And.AllBeOfType<ObjectDisposedException>();
    }

    [Fact]
    public void A_run_disposed_while_another_thread_trains_ends_the_next_step_with_an_exception()
    {
        using var scope = NewDisposeScope();
        using Tensor images = Tiny.Images();
        DcganTrainer trainer = Tiny.Trainer(Averaged);
        using var training = new ManualResetEventSlim();
        Exception? end = null;
        Thread[] threads = Started(1, _ => end = Record.Exception((Action)(() =>
        {
            while (true)
            {
                trainer.Step(images);
                training.Set();
            }
        })));

        training.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue("only a bug reaches the limit");
        trainer.Dispose();
        Join(threads);

        end.Should().BeOfType<ObjectDisposedException>();
    }

    [Fact]
    public void A_monitor_may_wait_for_a_thread_that_samples()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Monitor = new Waiting(() => Task.Run(() => trainer.Sample(2).Dispose()).Wait(TimeSpan.FromMinutes(10)));

        trainer.Step(Tiny.Images()).Verdict.Should().Be(MonitorVerdict.Best, "the sample was made before the step returned");
    }

    [Fact]
    public void A_network_is_not_disposed_by_its_own_call()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        var hook = generator.register_forward_hook((_, _, output) =>
        {
            generator.Dispose();
            return output;
        });

        generator.Invoking(it => it.Sample(2)).Should().Throw<InvalidOperationException>()
            .WithMessage("Dispose: a call on this thread is still using the network.");
        hook.remove();
        generator.Sample(2).shape.Should().Equal(2, 3, 8, 8);
    }

    [Fact]
    public void What_a_step_uses_is_neither_loaded_nor_disposed_by_its_hooks()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);
        Action[] forbidden = [() => trainer.Load(folder["run"]), trainer.Dispose, () => trainer.Generator.Calibrate(4), trainer.NextEpoch];
        string[] names = ["Load", "Dispose", "Calibrate", "NextEpoch"];
        foreach ((Action act, string name) in forbidden.Zip(names))
        {
            var hook = trainer.Discriminator.register_forward_hook((_, _, output) =>
            {
                act();
                return output;
            });

            trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
                .WithMessage($"{name}: a step on this thread is still using the network.");
            hook.remove();
        }

        trainer.Step(Tiny.Images()).Number.Should().Be(1);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Trains while each call runs in a loop on its own thread, until each has run a few times.</summary>
    private static int[] WhileTraining(DcganTrainer trainer, Action<int>[] calls)
    {
        int[] counts = new int[calls.Length];
        bool trained = false;
        var faults = new ConcurrentBag<Exception>();
        Thread[] threads = Started(calls.Length, index =>
        {
            Exception? fault = Record.Exception(() =>
            {
                while (!Volatile.Read(ref trained))
                {
                    calls[index](Volatile.Read(ref counts[index]));
                    Interlocked.Increment(ref counts[index]);
                }
            });
            if (fault is not null)
            {
                faults.Add(fault);
            }
        });
        while (trainer.StepCount < StepsAtLeast || (counts.Any(count => count < CallsAtLeast) && trainer.StepCount < StepsAtMost && faults.IsEmpty))
        {
            using Tensor images = Tiny.Images(seed: trainer.StepCount);
            trainer.Step(images);
        }

        Volatile.Write(ref trained, true);
        Join(threads);
        faults.Should().BeEmpty();
        return counts;
    }

    private static List<Moment> Replay(long steps, Tensor latents)
    {
        using DcganTrainer twin = Tiny.Trainer(Averaged);
        var moments = new List<Moment> { Now() };
        while (twin.StepCount < steps)
        {
            using Tensor images = Tiny.Images(seed: twin.StepCount);
            twin.Step(images);
            moments.Add(Now());
        }

        return moments;

        Moment Now() => new(Tiny.Values(twin), new()
        {
            ["sample"] = Images(() => twin.Generator.Sample(latents, null, SamplingStatistics.Batch)),
            ["average"] = Images(() => twin.Sample(latents, null, SamplingStatistics.Batch)),
            ["frozen"] = Frozen(twin.Generator, latents),
        });
    }

    private static double[] Frozen(Generator generator, Tensor latents)
    {
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Running);
        return Images(() => frozen.Sample(latents));
    }

    private static double[] Images(Func<Tensor> sample)
    {
        using DisposeScope scope = NewDisposeScope();
        return sample().to(float64).contiguous().data<double>().ToArray();
    }

    private static bool IsNoCalibration(KeyValuePair<string, double[]> entry) => !entry.Key.Contains("calibrated", StringComparison.Ordinal);

    private static Thread[] Started(int count, Action<int> run)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() => run(index)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        return threads;
    }

    private static void Join(Thread[] threads) =>
        threads.Should().OnlyContain(thread => thread.Join(TimeSpan.FromMinutes(10)), "no call hangs");

    private sealed record Moment(Dictionary<string, double[]> State, Dictionary<string, double[]> Seen);

    private sealed class Waiting(Func<bool> wait) : IDcganMonitor
    {
        public MonitorVerdict Observe(DcganStep step) => wait() ? MonitorVerdict.Best : MonitorVerdict.None;
    }
}
