using System.Diagnostics.Metrics;

namespace Dcgan.Core;

/// <summary>
/// The instruments of the meter <c>Dcgan.Core</c>, as listed in docs/health.md. They cost nothing without a listener.
/// </summary>
internal static class DcganMeter
{
    internal const string Name = "Dcgan.Core";

    private static readonly Meter Meter = new(Name, typeof(DcganMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "dcgan.training.steps", "{step}", "Training steps, by outcome.");

    private static readonly Counter<long> Images = Meter.CreateCounter<long>(
        "dcgan.training.images", "{image}", "Real images in training steps.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "dcgan.training.step.duration", "s", "Duration of training steps.");

    private static readonly Histogram<double> GeneratorLoss = Meter.CreateHistogram<double>(
        "dcgan.training.generator.loss", description: "The generator's loss at steps that updated it.");

    private static readonly Histogram<double> DiscriminatorLoss = Meter.CreateHistogram<double>(
        "dcgan.training.discriminator.loss", description: "The discriminator's loss at steps that updated it.");

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

    private static string OutcomeName(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Skipped => "skipped",
        StepOutcome.RolledBack => "rolled_back",
        _ => "updated",
    };
}
