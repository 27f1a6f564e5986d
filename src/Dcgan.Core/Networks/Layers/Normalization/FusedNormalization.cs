using System.Buffers;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization by the statistics of each part of a batch, and leaky ReLU, in one pass over the maps for the statistics and one for the
/// result. No gradients; see <see cref="NormalizationNode"/>.
/// </summary>
/// <remarks>
/// libtorch normalizes each part in three passes. Joining the parts and the activation are passes too, and so are their gradients. Means and
/// variances are those of blocks of rows, each in float32, combined in float64 (Chan et al., 1979).
/// </remarks>
/// <typeparam name="TElement">The element of the maps.</typeparam>
internal static unsafe class FusedNormalization<TElement>
    where TElement : unmanaged, ITileElement<TElement, float>
{
    /// <summary>Computes the normalized maps.</summary>
    /// <param name="maps">[N, C, H, W].</param>
    /// <param name="weight">[C], float32.</param>
    /// <param name="bias">[C], float32.</param>
    /// <param name="parts">Numbers of images of the parts.</param>
    /// <param name="slope">Negative slope of the leaky ReLU; 1 for none.</param>
    internal static (Tensor Maps, PartsStatistics Statistics) Forward(Tensor maps, Tensor weight, Tensor bias, long[] parts, float slope)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = ChannelsLast.Pixels(maps);
        Tensor result = TileBuffers.Maps(maps.Sizes(), maps.dtype);
        (nint from, nint to) = (TileBuffers.Address(pixels), TileBuffers.Address(result));
        NormalizationGrid grid = GridOf(maps, parts);
        PartsStatistics statistics = Statistics(from, grid, TileBuffers.Values(weight), TileBuffers.Values(bias));
        fixed (float* ofScales = statistics.Scales, ofShifts = statistics.Shifts)
        {
            (nint scales, nint shifts) = ((nint)ofScales, (nint)ofShifts);
            ForEachBlock(grid, (block, part, _) => NormalizedRows<TElement>.Forward(
                (TElement*)from + block.First, (TElement*)to + block.First, block.Rows, grid.Lanes, (float*)scales + part, (float*)shifts + part, slope));
        }

        GC.KeepAlive(pixels);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return (result.MoveToOuterDisposeScope(), statistics);
    }

    /// <summary>Computes the gradients of the maps, the weight and the bias.</summary>
    /// <param name="maps">The maps of the forward pass.</param>
    /// <param name="gradient">The gradient of its result.</param>
    /// <param name="parts">Numbers of images of the parts.</param>
    /// <param name="statistics">The statistics of the forward pass.</param>
    /// <param name="slope">Negative slope of the leaky ReLU; 1 for none.</param>
    internal static (Tensor Maps, Tensor Weight, Tensor Bias) Backward(Tensor maps, Tensor gradient, long[] parts, PartsStatistics statistics, float slope)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = ChannelsLast.Pixels(maps), upstream = ChannelsLast.Pixels(gradient);
        Tensor result = TileBuffers.Maps(maps.Sizes(), maps.dtype);
        (nint from, nint given, nint to) = (TileBuffers.Address(pixels), TileBuffers.Address(upstream), TileBuffers.Address(result));
        NormalizationGrid grid = GridOf(maps, parts);
        float[] ofWeight = new float[grid.Channels], ofBias = new float[grid.Channels];
        float[] factors = new float[statistics.Parts * grid.Lanes], addends = new float[statistics.Parts * grid.Lanes];
        Sums(from, given, grid, statistics, slope, (part, channel, sum, product) =>
        {
            int lane = (part * grid.Lanes) + channel;
            double deviation = Math.Sqrt(statistics.Variances[lane] + BatchNormalization.Epsilon);
            double ofNormalized = product / deviation;
            ofWeight[channel] += (float)ofNormalized;
            ofBias[channel] += (float)sum;

            // scale · (gradient - sum / n - normalized · sum of the products with it / n), as a factor of the map and an addend.
            double share = statistics.Scales[lane] / (double)grid.Counts[part];
            double factor = -share * ofNormalized / deviation;
            double addend = (-share * sum) - (factor * statistics.Means[lane]);
            grid.Set(factors, part, channel, factor);
            grid.Set(addends, part, channel, addend);
        });
        fixed (float* ofScales = statistics.Scales, ofShifts = statistics.Shifts, ofFactors = factors, ofAddends = addends)
        {
            (nint scales, nint shifts, nint byMap, nint added) = ((nint)ofScales, (nint)ofShifts, (nint)ofFactors, (nint)ofAddends);
            ForEachBlock(grid, (block, part, _) => NormalizedRows<TElement>.Backward(
                (TElement*)from + block.First,
                (TElement*)given + block.First,
                (TElement*)to + block.First,
                block.Rows,
                grid.Lanes,
                (float*)scales + part,
                (float*)shifts + part,
                (float*)byMap + part,
                (float*)added + part,
                slope));
        }

        GC.KeepAlive(pixels);
        GC.KeepAlive(upstream);
        return (result.MoveToOuterDisposeScope(), VectorOf(ofWeight).MoveToOuterDisposeScope(), VectorOf(ofBias).MoveToOuterDisposeScope());
    }

    private static PartsStatistics Statistics(nint maps, NormalizationGrid grid, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases)
    {
        int places = grid.Blocks.Count * grid.Lanes;
        float[] means = ArrayPool<float>.Shared.Rent(places), squares = ArrayPool<float>.Shared.Rent(places);
        fixed (float* ofMeans = means, ofSquares = squares)
        {
            (nint toMeans, nint toSquares) = ((nint)ofMeans, (nint)ofSquares);
            ForEachBlock(grid, (block, _, place) => NormalizedRows<TElement>.Moments(
                (TElement*)maps + block.First, block.Rows, grid.Lanes, (float*)toMeans + place, (float*)toSquares + place));
        }

        var result = new PartsStatistics(grid.Lanes, grid.Counts);
        for (int channel = 0; channel < grid.Channels; channel++)
        {
            for (int part = 0; part < result.Parts; part++)
            {
                (double mean, double variance) = Combine(grid, means, squares, channel, part);
                double scale = weights[channel] / Math.Sqrt(variance + BatchNormalization.Epsilon);
                grid.Set(result.Means, part, channel, mean);
                grid.Set(result.Variances, part, channel, variance);
                grid.Set(result.Scales, part, channel, scale);
                grid.Set(result.Shifts, part, channel, biases[channel] - (mean * scale));
            }
        }

        ArrayPool<float>.Shared.Return(means);
        ArrayPool<float>.Shared.Return(squares);
        return result;
    }

    /// <summary>Mean and biased variance of a channel in a part, from those of its blocks and lanes.</summary>
    /// <param name="grid">The blocks.</param>
    /// <param name="means">Of each block and lane.</param>
    /// <param name="squares">Sums of squared distances to the means.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="part">The part.</param>
    private static (double Mean, double Variance) Combine(NormalizationGrid grid, float[] means, float[] squares, int channel, int part)
    {
        double mean = 0, square = 0;
        long count = 0;
        for (int block = grid.FirstBlock(part); block < grid.FirstBlock(part + 1); block++)
        {
            int rows = grid.Blocks[block].Rows;
            for (int place = (block * grid.Lanes) + channel; place < (block + 1) * grid.Lanes; place += grid.Channels)
            {
                double distance = means[place] - mean;
                count += rows;
                mean += distance * rows / count;
                square += squares[place] + (distance * distance * rows * (count - rows) / count);
            }
        }

        return (mean, square / count);
    }

    /// <summary>
    /// Sums the gradients of the normalized maps, and their products with the maps less the mean. <c>use</c> takes the part, the channel and
    /// both sums.
    /// </summary>
    private static void Sums(
        nint maps, nint gradients, NormalizationGrid grid, PartsStatistics statistics, float slope, Action<int, int, double, double> use)
    {
        int places = grid.Blocks.Count * grid.Lanes;
        float[] sums = ArrayPool<float>.Shared.Rent(places), products = ArrayPool<float>.Shared.Rent(places);
        fixed (float* ofScales = statistics.Scales, ofShifts = statistics.Shifts, ofMeans = statistics.Means, ofSums = sums, ofProducts = products)
        {
            (nint scales, nint shifts, nint means) = ((nint)ofScales, (nint)ofShifts, (nint)ofMeans);
            (nint toSums, nint toProducts) = ((nint)ofSums, (nint)ofProducts);
            ForEachBlock(grid, (block, part, place) => NormalizedRows<TElement>.GradientSums(
                (TElement*)maps + block.First,
                (TElement*)gradients + block.First,
                block.Rows,
                grid.Lanes,
                (float*)scales + part,
                (float*)shifts + part,
                (float*)means + part,
                slope,
                (float*)toSums + place,
                (float*)toProducts + place));
        }

        for (int channel = 0; channel < grid.Channels; channel++)
        {
            for (int part = 0; part < statistics.Parts; part++)
            {
                double sum = 0, product = 0;
                for (int block = grid.FirstBlock(part); block < grid.FirstBlock(part + 1); block++)
                {
                    for (int place = (block * grid.Lanes) + channel; place < (block + 1) * grid.Lanes; place += grid.Channels)
                    {
                        sum += sums[place];
                        product += products[place];
                    }
                }

                use(part, channel, sum, product);
            }
        }

        ArrayPool<float>.Shared.Return(sums);
        ArrayPool<float>.Shared.Return(products);
    }

    private static Tensor VectorOf(float[] values)
    {
        Tensor vector = TileBuffers.Empty([values.Length], ScalarType.Float32);
        values.CopyTo(TileBuffers.Values(vector));
        return vector;
    }

    private static NormalizationGrid GridOf(Tensor maps, long[] parts) => new(parts, (int)maps.size(1), maps.size(2) * maps.size(3));

    /// <summary>Runs a job for each block: takes it, and the places of its part and of itself in rows of lanes.</summary>
    private static void ForEachBlock(NormalizationGrid grid, Action<NormalizationBlock, int, int> job) => TileBuffers.ForEachRow(
        grid.Blocks.Count, index => job(grid.Blocks[index], grid.Blocks[index].Part * grid.Lanes, index * grid.Lanes));
}
