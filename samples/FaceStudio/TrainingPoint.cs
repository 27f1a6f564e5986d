using Dcgan.Core;

namespace FaceStudio;

/// <summary>
/// The numbers of a step that the page draws. Null replaces values that are not finite or were not measured. The
/// diversity and the distance are the values that were measured last.
/// </summary>
internal sealed record TrainingPoint(
    long Step, double? GeneratorLoss, double? DiscriminatorLoss, double? RealProbability, double? GeneratedProbability, double? Diversity, double? Distance)
{
    /// <param name="step">The step.</param>
    /// <param name="distance">The distance of generated images to the training images; null if it was not measured after the step.</param>
    public static TrainingPoint Of(DcganStep step, double? distance) => new TrainingPoint(
        step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability, step.Diversity, distance).Finite();

    /// <summary>The point without values that JSON does not have: NaN and infinity.</summary>
    public TrainingPoint Finite() => new(
        Step, Finite(GeneratorLoss), Finite(DiscriminatorLoss), Finite(RealProbability), Finite(GeneratedProbability), Finite(Diversity), Finite(Distance));

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;
}
