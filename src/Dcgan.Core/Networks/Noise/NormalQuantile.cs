namespace Dcgan.Core;

/// <summary>
/// Quantile function of the standard normal distribution: Wichura's algorithm AS 241 (PPND16, 1988), accurate to about 1 part in
/// 10^16. It uses only operations that IEEE 754 defines exactly, so the results are bit-identical on every machine.
/// </summary>
internal static class NormalQuantile
{
    private const double CentralHalfWidth = 0.425;
    private const double TailBorder = 5;

    private static readonly double[] CentralOver =
    [
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
    ];

    private static readonly double[] CentralUnder =
    [
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
    ];

    private static readonly double[] OuterOver =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
        3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
    ];

    private static readonly double[] OuterUnder =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1,
    ];

    private static readonly double[] TailOver =
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
    ];

    private static readonly double[] TailUnder =
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>Computes the quantile: the value that a standard normal variable is below with the given probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    internal static double Of(double probability)
    {
        double fromMiddle = probability - 0.5;
        if (Math.Abs(fromMiddle) <= CentralHalfWidth)
        {
            double inside = (CentralHalfWidth * CentralHalfWidth) - (fromMiddle * fromMiddle);
            return fromMiddle * Ratio(CentralOver, CentralUnder, inside);
        }

        double depth = Math.Sqrt(-Log(Math.Min(probability, 1 - probability)));
        double magnitude = depth <= TailBorder
            ? Ratio(OuterOver, OuterUnder, depth - 1.6)
            : Ratio(TailOver, TailUnder, depth - TailBorder);
        return fromMiddle < 0 ? -magnitude : magnitude;
    }

    private static double Ratio(double[] over, double[] under, double x) => Polynomial(over, x) / Polynomial(under, x);

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }

    /// <summary>
    /// Natural logarithm of a positive, normal number. Math.Log calls the C library, whose last bit differs between machines.
    /// </summary>
    private static double Log(double value)
    {
        const int Terms = 12;
        int exponent = Math.ILogB(value);
        double mantissa = Math.ScaleB(value, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // log m = 2 artanh((m - 1) / (m + 1)). The argument is at most 0.172 here, so the first omitted term is below 1e-20.
        double ratio = (mantissa - 1) / (mantissa + 1);
        double sum = 0;
        for (int term = Terms; term >= 0; term--)
        {
            sum = (sum * ratio * ratio) + (1.0 / ((2 * term) + 1));
        }

        return (exponent * 0.6931471805599453) + (2 * ratio * sum);
    }
}
