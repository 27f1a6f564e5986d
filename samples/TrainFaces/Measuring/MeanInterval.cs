namespace TrainFaces.Measuring;

/// <summary>The mean of a measure over several sets, with its 95 % confidence interval.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half the width of the interval, by Student's t distribution; NaN for a single value.</param>
internal readonly record struct MeanInterval(double Mean, double HalfWidth)
{
    /// <summary>Maximum number of values.</summary>
    public const int MaxValues = 20;

    // The 97.5 % quantiles of Student's t distribution with 1, 2, ... degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
        2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930,
    ];

    /// <summary>Computes the mean and the interval.</summary>
    /// <param name="values">At least 1 and at most <see cref="MaxValues"/> values.</param>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        if (values.Count == 1)
        {
            return new(mean, double.NaN);
        }

        if (values.All(value => value == values[0]))
        {
            return new(values[0], 0); // The mean of equal values may be rounded.
        }

        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new(mean, Quantiles[values.Count - 2] * deviation / Math.Sqrt(values.Count));
    }
}
