using System.Diagnostics.Metrics;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Health;

public sealed class MonitorTests
{
    [Fact]
    public void A_monitor_sees_each_step_and_ends_the_loop()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        var monitor = new Recorded(step => step.Number switch { 2 => MonitorVerdict.Best, 3 => MonitorVerdict.Best | MonitorVerdict.Stop, _ => MonitorVerdict.None });
        trainer.Monitor = monitor;
        var progress = new List<DcganStep>();

        long steps = trainer.Train(Enumerable.Range(0, 9).Select(seed => Tiny.Images(seed: seed)), new Listed(progress));

        steps.Should().Be(3);
        monitor.Steps.Select(step => step.Number).Should().Equal(1, 2, 3);
        progress.Select(step => step.Verdict).Should().Equal(MonitorVerdict.None, MonitorVerdict.Best, MonitorVerdict.Best | MonitorVerdict.Stop);
        log.Lines.Should().Contain("Information: Training stopped after 3 steps: the monitor requested it.");
    }

    [Fact]
    public void A_collapsed_generator_has_no_diversity_and_stops_the_run()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DiversityInterval = 2, LearningRate = 0 });
        trainer.Monitor = new CollapseMonitor(patience: 2);
        torch.Tensor images = Tiny.Images();
        trainer.Step(images).Diversity.Should().BeNull();
        trainer.Step(images).Diversity.Should().BeGreaterThan(0);
        using (torch.no_grad())
        {
            // An image that depends only on the bias is the same for every latent.
            trainer.Generator.get_parameter("stages.1.weight")!.zero_();
        }

        trainer.Step(images);
        DcganStep fourth = trainer.Step(images);
        fourth.Diversity.Should().BeApproximately(0, 1e-12);
        fourth.Verdict.Should().Be(MonitorVerdict.None);
        trainer.Step(images);
        trainer.Step(images).Verdict.Should().Be(MonitorVerdict.Stop);
    }

    [Fact]
    public void Diversity_is_the_samples_spread_over_the_datas()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new() { DiversityInterval = 1, LearningRate = 0 };
        using DcganTrainer trainer = Tiny.Trainer(options);
        using DcganTrainer twin = Tiny.Trainer(options);
        torch.Tensor images = Tiny.Images();

        double once = trainer.Step(images).Diversity!.Value;
        double twice = twin.Step(images * 0.5).Diversity!.Value;

        (twice / once).Should().BeApproximately(4, 1e-4, "half the distances are a quarter of their squares");
    }

    [Fact]
    public void A_discriminator_that_has_won_stops_the_run()
    {
        var monitor = new CollapseMonitor(patience: 2);

        monitor.Observe(Step(0.5)).Should().Be(MonitorVerdict.None);
        monitor.Observe(Step(1e-5)).Should().Be(MonitorVerdict.None);
        monitor.Observe(Step(0.5)).Should().Be(MonitorVerdict.None);
        monitor.Observe(Step(1e-5)).Should().Be(MonitorVerdict.None);
        monitor.Observe(Step(1e-5)).Should().Be(MonitorVerdict.Stop);
    }

    [Fact]
    public void The_score_gap_is_the_mean_scores_difference()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        torch.Tensor latents = twin.Generator.DrawLatents(4, seed: 1);
        torch.Tensor real = DcganLoss.Score(twin.Discriminator.call(images));
        torch.Tensor generated = DcganLoss.Score(twin.Discriminator.call(twin.Generator.call(latents)));

        trainer.Step(images, latents: latents).ScoreGap.Should().BeApproximately((real.mean() - generated.mean()).item<float>(), 1e-6);
    }

    [Fact]
    public void Steps_are_measured_on_the_librarys_meter()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.Skip });
        var measured = new List<(string Name, double Value, string? Outcome)>();
        int thread = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == "Dcgan.Core")
                {
                    it.EnableMeasurementEvents(instrument);
                }
            },
        };

        // Other tests train at the same time, on other threads.
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                measured.Add((instrument.Name, value, tags.IsEmpty ? null : (string?)tags[0].Value));
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();

        DcganStep step = trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images() * double.NaN);

        measured.Should().Equal(
        [
            ("dcgan.training.steps", 1, "updated"),
            ("dcgan.training.images", 4, null),
            ("dcgan.training.step.duration", step.Duration.TotalSeconds, null),
            ("dcgan.training.generator.loss", step.GeneratorLoss, null),
            ("dcgan.training.discriminator.loss", step.DiscriminatorLoss, null),
            ("dcgan.training.steps", 1, "skipped"),
            ("dcgan.training.images", 4, null),
            ("dcgan.training.step.duration", measured[^1].Value, (string?)null),
        ]);
    }

    [Fact]
    public void Histograms_advise_buckets_in_the_range_of_their_values()
    {
        var buckets = new Dictionary<string, IReadOnlyList<double>?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument is Histogram<double> { Meter.Name: "Dcgan.Core" } histogram)
                {
                    buckets[histogram.Name] = histogram.Advice?.HistogramBucketBoundaries;
                }
            },
        };
        listener.Start();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Step(Tiny.Images()); // The meter exists from the first step on.

        buckets.Should().HaveCount(3).And.AllSatisfy(histogram => histogram.Value.Should().BeInAscendingOrder());
        buckets["dcgan.training.step.duration"]!.Count(boundary => boundary < 1).Should().BeGreaterThan(5, "values are in seconds");
        buckets["dcgan.training.generator.loss"].Should().Contain([0.65, 0.75], "both networks are in balance at log 2").And.StartWith(-10);
        buckets["dcgan.training.discriminator.loss"].Should().Contain([1.3, 1.5]).And.StartWith(-10);
    }

    [Fact]
    public void The_best_checkpoint_is_kept_beside_the_latest()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        var directory = new CheckpointDirectory(folder["run"], keepLast: 1);
        using DcganTrainer trainer = Tiny.Trainer();
        directory.Best().Should().BeNull();
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> best = Tiny.Values(trainer);

        string path = directory.SaveBest(trainer);

        for (int step = 0; step < 3; step++)
        {
            trainer.Step(Tiny.Images());
            directory.Save(trainer);
        }

        Path.GetFileName(path).Should().Be("best.safetensors");
        directory.Best().Should().Be(path);
        directory.All().Should().ContainSingle().Which.Should().NotBe(path);
        using DcganTrainer opened = DcganTrainer.Open(path);
        Tiny.Values(opened).ShouldHaveTheBitsOf(best);
        File.WriteAllText(path, "broken");
        directory.Best().Should().BeNull();
    }

    private static DcganStep Step(double discriminatorLoss) => new()
    {
        Number = 1,
        GeneratorLoss = 1,
        DiscriminatorLoss = discriminatorLoss,
        RealProbability = 0.5,
        GeneratedProbability = 0.5,
        GeneratorGradientNorm = 1,
        DiscriminatorGradientNorm = 1,
        Duration = TimeSpan.FromSeconds(1),
    };

    private sealed class Recorded(Func<DcganStep, MonitorVerdict> verdict) : IDcganMonitor
    {
        public List<DcganStep> Steps { get; } = [];

        public MonitorVerdict Observe(DcganStep numbers)
        {
            Steps.Add(numbers);
            return verdict(numbers);
        }
    }

    private sealed class Listed(List<DcganStep> steps) : IProgress<DcganStep>
    {
        public void Report(DcganStep value) => steps.Add(value);
    }
}
