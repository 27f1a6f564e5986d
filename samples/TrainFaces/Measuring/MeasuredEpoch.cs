namespace TrainFaces.Measuring;

/// <summary>What was measured after a step.</summary>
/// <param name="Step">Of the run.</param>
/// <param name="Epoch">The step's, from 1.</param>
/// <param name="Images">How many generated ones it was measured by.</param>
/// <param name="Values">Of <see cref="Measure.All"/>, in its order; NaN where one cannot be measured.</param>
internal sealed record MeasuredEpoch(long Step, int Epoch, int Images, IReadOnlyList<double> Values)
{
    public double this[Measure measure] => Values[Place(measure)];

    private static int Place(Measure measure)
    {
        int place = 0;
        while (Measure.All[place] != measure)
        {
            place++;
        }

        return place;
    }
}
