namespace TrainFaces.Measuring;

/// <summary>The results of one evaluation.</summary>
/// <param name="Step">The step after which the evaluation ran.</param>
/// <param name="Epoch">The epoch of the step, from 1.</param>
/// <param name="Images">Number of generated images.</param>
/// <param name="Values">The values in the order of <see cref="Measure.All"/>; NaN for a measure that cannot be computed.</param>
internal sealed record MeasuredEpoch(long Step, int Epoch, int Images, IReadOnlyList<double> Values)
{
    /// <summary>The value of a measure.</summary>
    public double this[Measure measure] => Values[IndexOf(measure)];

    private static int IndexOf(Measure measure)
    {
        int index = 0;
        while (Measure.All[index] != measure)
        {
            index++;
        }

        return index;
    }
}
