namespace Dcgan.Core.Evaluation;

/// <summary>Result of <see cref="KernelDistance.MeasureSubsets"/>.</summary>
/// <param name="Mean">Mean distance over the subsets.</param>
/// <param name="StandardDeviation">
/// Standard deviation of the distance between subsets, not the standard error of the mean.
/// </param>
public sealed record KernelDistanceEstimate(double Mean, double StandardDeviation);
