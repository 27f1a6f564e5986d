using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>Where a run stands after a step.</summary>
internal sealed record RunStatus(DcganStep Step, long TotalSteps, int Epoch, int Epochs, double ImagesPerSecond, TimeSpan TimeLeft)
{
    public string Place => FormattableString.Invariant($"step {Step.Number}/{TotalSteps}  epoch {Epoch}/{Epochs}");

    public string Numbers => FormattableString.Invariant(
        $"loss G {Step.GeneratorLoss:F3}  D {Step.DiscriminatorLoss:F3}  D(x) {Step.RealProbability:F2}  D(G(z)) {Step.GeneratedProbability:F2}  {ImagesPerSecond:F0} images/s");

    public string Left => TimeLeft.TotalHours < 1
        ? TimeLeft.ToString(@"m\:ss", null)
        : FormattableString.Invariant($"{(long)TimeLeft.TotalHours}:{TimeLeft:mm\\:ss}");
}
