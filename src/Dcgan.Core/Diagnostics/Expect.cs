using System.Globalization;

namespace Dcgan.Core;

/// <summary>
/// Checks arguments before any native call, because some of libtorch's own checks end the process. Each exception message
/// contains the parameter, the rule and the value.
/// </summary>
internal static partial class Expect
{
    /// <summary>Requires a value of at least <paramref name="minimum"/>.</summary>
    internal static void AtLeast(long minimum, long value, string name)
    {
        if (value < minimum)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: must be at least {minimum} but was {value}.");
        }
    }

    /// <summary>Requires a value of at most <paramref name="maximum"/>.</summary>
    internal static void AtMost(long maximum, long value, string name)
    {
        if (value > maximum)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: must be at most {maximum} but was {value}.");
        }
    }

    /// <summary>Requires a defined value of an enum.</summary>
    internal static void Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(
                name, $"{name}: must be one of {string.Join(", ", Enum.GetNames<TEnum>())} but was {value}.");
        }
    }

    /// <summary>Requires a number in [minimum, limit). NaN is rejected.</summary>
    internal static void Within(double minimum, double limit, double value, string name)
    {
        if (!(value >= minimum && value < limit))
        {
            string range = double.IsPositiveInfinity(limit)
                ? string.Create(CultureInfo.InvariantCulture, $"at least {minimum} and finite")
                : string.Create(CultureInfo.InvariantCulture, $"at least {minimum} and below {limit}");
            throw new ArgumentOutOfRangeException(
                name, string.Create(CultureInfo.InvariantCulture, $"{name}: must be {range} but was {value}."));
        }
    }

    /// <summary>Requires a number in [minimum, maximum]. NaN is rejected.</summary>
    internal static void Between(double minimum, double maximum, double value, string name)
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new ArgumentOutOfRangeException(
                name, FormattableString.Invariant($"{name}: must be in [{minimum}, {maximum}] but was {value}."));
        }
    }

    /// <summary>Requires a finite number.</summary>
    internal static void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name}: must be finite but was {value}."));
        }
    }

    /// <summary>Requires a number above <paramref name="limit"/>. NaN is rejected.</summary>
    internal static void Above(double limit, double value, string name)
    {
        if (!(value > limit))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name}: must be above {limit} but was {value}."));
        }
    }
}
