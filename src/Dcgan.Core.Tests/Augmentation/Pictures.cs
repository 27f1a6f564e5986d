using TorchSharp;

namespace Dcgan.Core.Tests.Augmenting;

/// <summary>Creates non-square images, and converts images to plain arrays.</summary>
internal static class Pictures
{
    /// <summary>Uniform random images, float64 in [-1, 1]; the same seed gives the same images.</summary>
    internal static torch.Tensor Random(int count, int channels, int height, int width, long seed = 1)
    {
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        return torch.empty(count, channels, height, width, torch.float64).uniform_(-1, 1, random);
    }

    /// <summary>All values, indexed by image, channel, row and column.</summary>
    internal static double[][][][] Values(torch.Tensor images)
    {
        long[] shape = images.shape;
        using torch.Tensor plain = images.detach().contiguous();
        double[] numbers = plain.data<double>().ToArray();
        return [.. numbers.Chunk((int)shape[3]).Chunk((int)shape[2]).Chunk((int)shape[1])];
    }

    /// <summary>Creates images from a function of image, channel, row and column.</summary>
    internal static torch.Tensor Of(long[] shape, Func<int, int, int, int, double> value)
    {
        var numbers = new List<double>();
        for (int n = 0; n < shape[0]; n++)
        {
            for (int c = 0; c < shape[1]; c++)
            {
                for (int y = 0; y < shape[2]; y++)
                {
                    for (int x = 0; x < shape[3]; x++)
                    {
                        numbers.Add(value(n, c, y, x));
                    }
                }
            }
        }

        return torch.tensor(numbers.ToArray(), shape, torch.float64);
    }

    /// <summary>The largest absolute difference between two image tensors.</summary>
    internal static double Distance(torch.Tensor one, torch.Tensor other) => (one - other).abs().max().item<double>();

    /// <summary>Whether each image differs from its counterpart.</summary>
    internal static bool[] Changed(torch.Tensor one, torch.Tensor other) =>
        one.ne(other).flatten(1).any(1).data<bool>().ToArray();
}
