namespace FaceService.Latents;

/// <summary>Interpolation between two latents. At fractions 0 and 1 the result is bit-identical to the endpoint.</summary>
internal static class Interpolation
{
    /// <summary>At this sine or below, the two directions are nearly the same or opposite, so the arc between them is undefined.</summary>
    private const double MinSine = 1e-6;

    /// <summary>Linear interpolation. The points between two uniform latents stay inside the cube [-1, 1]^n.</summary>
    public static float[] Linear(float[] from, float[] to, double fraction) => WeightedSum(from, 1 - fraction, to, fraction);

    /// <summary>
    /// Spherical interpolation, as in the library's Latents.Slerp: the direction turns at a constant rate (Shoemake, 1985), and the
    /// norm changes linearly. Normal latents lie near a sphere, and linear interpolation would leave it. Falls back to
    /// linear interpolation if the arc is undefined.
    /// </summary>
    public static float[] Spherical(float[] from, float[] to, double fraction)
    {
        double fromNorm = Math.Sqrt(Dot(from, from));
        double toNorm = Math.Sqrt(Dot(to, to));
        double angle = Math.Acos(Math.Clamp(Dot(from, to) / (fromNorm * toNorm), -1, 1));
        double sine = Math.Sin(angle);
        if (!(sine > MinSine))
        {
            return Linear(from, to, fraction);
        }

        double norm = (fromNorm * (1 - fraction)) + (toNorm * fraction);
        return WeightedSum(
            from,
            norm * (Math.Sin((1 - fraction) * angle) / sine) / fromNorm,
            to,
            norm * (Math.Sin(fraction * angle) / sine) / toNorm);
    }

    private static float[] WeightedSum(float[] first, double firstWeight, float[] second, double secondWeight)
    {
        float[] sum = new float[first.Length];
        for (int component = 0; component < sum.Length; component++)
        {
            sum[component] = (float)((firstWeight * first[component]) + (secondWeight * second[component]));
        }

        return sum;
    }

    private static double Dot(float[] first, float[] second)
    {
        double sum = 0;
        for (int component = 0; component < first.Length; component++)
        {
            sum += (double)first[component] * second[component];
        }

        return sum;
    }
}
