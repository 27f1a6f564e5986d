namespace Dcgan.Core;

/// <summary>A kernel distance by random subsets.</summary>
/// <param name="Mean">Over the subsets.</param>
/// <param name="StandardDeviation">Between the subsets, not of the mean.</param>
public sealed record KernelDistanceEstimate(double Mean, double StandardDeviation);
