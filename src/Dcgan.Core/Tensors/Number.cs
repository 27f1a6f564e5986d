using TorchSharp;

namespace Dcgan.Core;

/// <summary>A number for an operator of <see cref="ScalarOperators"/>. An integer keeps the element type of an integer tensor.</summary>
internal readonly struct Number
{
    private readonly double real;
    private readonly long integer;
    private readonly bool isReal;

    private Number(double real, long integer, bool isReal) => (this.real, this.integer, this.isReal) = (real, integer, isReal);

    public static implicit operator Number(double value) => new(value, 0, isReal: true);

    public static implicit operator Number(long value) => new(0, value, isReal: false);

    /// <summary>Creates the number's native object, which the caller disposes after the native call that reads it.</summary>
    internal Scalar ToScalar() => isReal ? real.ToScalar() : integer.ToScalar();
}
