using System.Diagnostics.Metrics;

namespace Dcgan.Core;

/// <summary>
/// The instruments of the meter <c>Dcgan.Core</c>, as listed in docs/health.md. They cost nothing without a listener.
/// </summary>
internal static class DcganMeter
{
    internal const string Name = "Dcgan.Core";

    // Fine around log 2 and 2 log 2, the losses of the default objective in balance. Hinge and Wasserstein losses may be negative.
    private static readonly InstrumentAdvice<double> LossBuckets = Buckets(-10, -1, 0, 0.001, 0.01, 0.1, 0.2, 0.5, 0.6, 0.65, 0.75, 1, 1.3, 1.5, 2, 3, 5, 10, 20, 50);

    private static readonly Meter Meter = new(Name, typeof(DcganMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "dcgan.training.steps", "{step}", "Training steps, by outcome.");

    private static readonly Counter<long> Images = Meter.CreateCounter<long>(
        "dcgan.training.images", "{image}", "Real images in training steps.");

    // The default bucket boundaries of OpenTelemetry, 0 to 10,000, are for milliseconds.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "dcgan.training.step.duration",
        "s",
        "Duration of training steps.",
        advice: Buckets(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60));

    private static readonly Histogram<double> GeneratorLoss = Meter.CreateHistogram(
        "dcgan.training.generator.loss", description: "The generator's loss at steps that updated it.", advice: LossBuckets);

    private static readonly Histogram<double> DiscriminatorLoss = Meter.CreateHistogram(
        "dcgan.training.discriminator.loss", description: "The discriminator's loss at steps that updated it.", advice: LossBuckets);

    internal static void Record(DcganStep step, long images)
    {
        Steps.Add(1, new KeyValuePair<string, object?>("dcgan.outcome", OutcomeName(step.Outcome)));
        Images.Add(images);
        Duration.Record(step.Duration.TotalSeconds);
        if (step.Outcome == StepOutcome.Updated)
        {
            GeneratorLoss.Record(step.GeneratorLoss);
            DiscriminatorLoss.Record(step.DiscriminatorLoss);
        }
    }

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    private static string OutcomeName(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Skipped => "skipped",
        StepOutcome.RolledBack => "rolled_back",
        _ => "updated",
    };
}
