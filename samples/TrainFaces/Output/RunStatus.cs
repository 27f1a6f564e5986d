using System.Globalization;
using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>The status of a run after a step.</summary>
internal sealed record RunStatus(DcganStep Step, long TotalSteps, int Epoch, int Epochs, double ImagesPerSecond, TimeSpan TimeLeft)
{
    /// <summary>Step and epoch as text.</summary>
    public string Position => FormattableString.Invariant($"step {Step.Number}/{TotalSteps}  epoch {Epoch}/{Epochs}");

    /// <summary>Losses, probabilities, and speed as text.</summary>
    public string Numbers => FormattableString.Invariant(
        $"loss G {Step.GeneratorLoss:F3}  D {Step.DiscriminatorLoss:F3}  D(x) {Step.RealProbability:F2}  D(G(z)) {Step.GeneratedProbability:F2}  {Speed} images/s");

    /// <summary>The remaining time as text.</summary>
    public string Left => TimeLeft.TotalHours < 1
        ? TimeLeft.ToString(@"m\:ss", null)
        : Duration.ToText(TimeLeft);

    // Two digits for slow runs: rounded to an integer, one image in 3 seconds would be 0 images/s.
    private string Speed => ImagesPerSecond.ToString(ImagesPerSecond < 10 ? "G2" : "F0", CultureInfo.InvariantCulture);
}
