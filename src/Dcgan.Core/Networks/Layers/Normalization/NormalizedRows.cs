using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization and leaky ReLU of some rows of maps, [rows, lanes] of a <see cref="NormalizationGrid"/>, in vectors of AVX-512. Computes
/// in float32.
/// </summary>
/// <typeparam name="TElement">The element of the maps.</typeparam>
internal static unsafe class NormalizedRows<TElement>
    where TElement : unmanaged, ITileElement<TElement, float>
{
    /// <summary>Computes the mean of each lane and the sum of the squared distances to it.</summary>
    internal static void Moments(TElement* maps, int rows, int lanes, float* means, float* squares)
    {
        for (int lane = 0; lane < lanes; lane += NormalizationGrid.Vector)
        {
            Vector512<float> mean = Sum(maps + lane, rows, lanes) * (1f / rows);
            mean.Store(means + lane);
            SquaredDistances(maps + lane, rows, lanes, mean).Store(squares + lane);
        }
    }

    /// <summary>Normalizes: scale · map + shift, then leaky ReLU.</summary>
    internal static void Forward(TElement* maps, TElement* to, int rows, int lanes, float* scales, float* shifts, float slope)
    {
        for (int lane = 0; lane < lanes; lane += NormalizationGrid.Vector)
        {
            Vector512<float> scale = Vector512.Load(scales + lane), shift = Vector512.Load(shifts + lane);
            TElement* from = maps + lane, into = to + lane;
            for (int row = 0; row < rows; row++)
            {
                Vector512<float> value = Vector512.FusedMultiplyAdd(TElement.Load(from), scale, shift);
                TElement.Store(Leak(value, slope), into);
                from += lanes;
                into += lanes;
            }
        }
    }

    /// <summary>Sums the gradients of the normalized maps, and their products with the maps less the mean.</summary>
    internal static void GradientSums(
        TElement* maps, TElement* gradients, int rows, int lanes, float* scales, float* shifts, float* means, float slope, float* sums, float* products)
    {
        for (int lane = 0; lane < lanes; lane += NormalizationGrid.Vector)
        {
            Vector512<float> scale = Vector512.Load(scales + lane), shift = Vector512.Load(shifts + lane), mean = Vector512.Load(means + lane);
            Vector512<float> sum0 = default, sum1 = default, product0 = default, product1 = default;
            TElement* map = maps + lane, gradient = gradients + lane;
            int row = 0;
            for (; row + 1 < rows; row += 2)
            {
                Add(map, gradient, scale, shift, mean, slope, ref sum0, ref product0);
                Add(map + lanes, gradient + lanes, scale, shift, mean, slope, ref sum1, ref product1);
                map += 2 * lanes;
                gradient += 2 * lanes;
            }

            if (row < rows)
            {
                Add(map, gradient, scale, shift, mean, slope, ref sum0, ref product0);
            }

            (sum0 + sum1).Store(sums + lane);
            (product0 + product1).Store(products + lane);
        }
    }

    /// <summary>Computes the gradients of the maps: scale · gradient of the normalized map + factor · map + addend.</summary>
    internal static void Backward(
        TElement* maps, TElement* gradients, TElement* to, int rows, int lanes, float* scales, float* shifts, float* factors, float* addends, float slope)
    {
        for (int lane = 0; lane < lanes; lane += NormalizationGrid.Vector)
        {
            Vector512<float> scale = Vector512.Load(scales + lane), shift = Vector512.Load(shifts + lane);
            Vector512<float> factor = Vector512.Load(factors + lane), addend = Vector512.Load(addends + lane);
            TElement* map = maps + lane, gradient = gradients + lane, into = to + lane;
            for (int row = 0; row < rows; row++)
            {
                Vector512<float> value = TElement.Load(map);
                Vector512<float> normalized = Passed(Vector512.FusedMultiplyAdd(value, scale, shift), TElement.Load(gradient), slope);
                TElement.Store(Vector512.FusedMultiplyAdd(normalized, scale, Vector512.FusedMultiplyAdd(value, factor, addend)), into);
                map += lanes;
                gradient += lanes;
                into += lanes;
            }
        }
    }

    private static Vector512<float> Sum(TElement* maps, int rows, int lanes)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int row = 0;
        for (; row + 3 < rows; row += 4)
        {
            sum0 += TElement.Load(maps);
            sum1 += TElement.Load(maps + lanes);
            sum2 += TElement.Load(maps + (2 * lanes));
            sum3 += TElement.Load(maps + (3 * lanes));
            maps += 4 * lanes;
        }

        for (; row < rows; row++)
        {
            sum0 += TElement.Load(maps);
            maps += lanes;
        }

        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static Vector512<float> SquaredDistances(TElement* maps, int rows, int lanes, Vector512<float> mean)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int row = 0;
        for (; row + 3 < rows; row += 4)
        {
            sum0 = AddSquare(TElement.Load(maps) - mean, sum0);
            sum1 = AddSquare(TElement.Load(maps + lanes) - mean, sum1);
            sum2 = AddSquare(TElement.Load(maps + (2 * lanes)) - mean, sum2);
            sum3 = AddSquare(TElement.Load(maps + (3 * lanes)) - mean, sum3);
            maps += 4 * lanes;
        }

        for (; row < rows; row++)
        {
            sum0 = AddSquare(TElement.Load(maps) - mean, sum0);
            maps += lanes;
        }

        return (sum0 + sum1) + (sum2 + sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddSquare(Vector512<float> distance, Vector512<float> sum) => Vector512.FusedMultiplyAdd(distance, distance, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TElement* map,
        TElement* gradient,
        Vector512<float> scale,
        Vector512<float> shift,
        Vector512<float> mean,
        float slope,
        ref Vector512<float> sum,
        ref Vector512<float> product)
    {
        Vector512<float> value = TElement.Load(map);
        Vector512<float> normalized = Passed(Vector512.FusedMultiplyAdd(value, scale, shift), TElement.Load(gradient), slope);
        sum += normalized;
        product = Vector512.FusedMultiplyAdd(normalized, value - mean, product);
    }

    /// <summary>Leaky ReLU. A slope of 0 gives 0, also for negative infinity; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Leak(Vector512<float> value, float slope) =>
        Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero), Scaled(value, slope), value);

    /// <summary>The gradient of leaky ReLU with respect to its argument; that of 0 is the slope, as in libtorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Passed(Vector512<float> value, Vector512<float> gradient, float slope) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(value, Vector512<float>.Zero), gradient, Scaled(gradient, slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scaled(Vector512<float> value, float slope) => slope == 0 ? Vector512<float>.Zero : value * slope;
}
