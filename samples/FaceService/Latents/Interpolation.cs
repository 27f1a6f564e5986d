namespace FaceService.Latents;

/// <summary>Ways between two latents. Both give their ends to the bit.</summary>
internal static class Interpolation
{
    /// <summary>Below this sine two directions are one, or opposite, and no arc between them can be told.</summary>
    private const double SmallestSine = 1e-6;

    /// <summary>Along the straight line: a cube of uniform latents holds it.</summary>
    public static float[] Linear(float[] from, float[] to, double share) => Sum(from, 1 - share, to, share);

    /// <summary>
    /// Along the arc, as the library's Latents.Slerp: the direction turns evenly (Shoemake, 1985) and the norm goes evenly from
    /// one's to the other's. Normal latents lie near a sphere, and the straight line between two of them leaves it.
    /// </summary>
    public static float[] Spherical(float[] from, float[] to, double share)
    {
        double fromNorm = Math.Sqrt(Dot(from, from));
        double toNorm = Math.Sqrt(Dot(to, to));
        double angle = Math.Acos(Math.Clamp(Dot(from, to) / (fromNorm * toNorm), -1, 1));
        double sine = Math.Sin(angle);
        if (!(sine > SmallestSine))
        {
            return Linear(from, to, share);
        }

        double norm = (fromNorm * (1 - share)) + (toNorm * share);
        return Sum(
            from,
            norm * (Math.Sin((1 - share) * angle) / sine) / fromNorm,
            to,
            norm * (Math.Sin(share * angle) / sine) / toNorm);
    }

    private static float[] Sum(float[] first, double ofFirst, float[] second, double ofSecond)
    {
        float[] sum = new float[first.Length];
        for (int component = 0; component < sum.Length; component++)
        {
            sum[component] = (float)((ofFirst * first[component]) + (ofSecond * second[component]));
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
