namespace Dcgan.Core;

/// <summary>What <see cref="SlicedWassersteinDistance.Measure"/> finds, times 1,000. The lower, the more alike; at least 0.</summary>
/// <param name="Levels">Of each level, the finest details first: the images' own size, half of it, and so on.</param>
/// <param name="Mean">Over the levels.</param>
public sealed record SlicedWassersteinMeasures(IReadOnlyList<double> Levels, double Mean);
