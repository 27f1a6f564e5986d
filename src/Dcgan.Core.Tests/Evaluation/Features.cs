using TorchSharp;

namespace Dcgan.Core.Tests.Evaluation;

/// <summary>Creates random features and images, and converts them to plain C# arrays.</summary>
internal static class Features
{
    internal static torch.Tensor Normal(long rows, long columns, int seed, torch.ScalarType? type = null)
    {
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        using torch.Tensor drawn = torch.randn([rows, columns], torch.float64, generator: random);
        return drawn.to(type ?? torch.float64, copy: true);
    }

    internal static torch.Tensor Images(long count, long channels, long height, long width, int seed)
    {
        using torch.Tensor rows = Normal(count, channels * height * width, seed, torch.float32);
        return rows.mul_(0.4).clamp_(-1, 1).reshape(count, channels, height, width);
    }

    internal static double[][] Numbers(torch.Tensor rows)
    {
        using torch.Tensor doubles = rows.to(torch.float64, copy: true);
        double[] flat = doubles.data<double>().ToArray();
        int columns = (int)rows.shape[1];
        return [.. Enumerable.Range(0, (int)rows.shape[0]).Select(row => flat[(row * columns)..((row + 1) * columns)])];
    }

    internal static double Distance(double[] first, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += (first[i] - second[i]) * (first[i] - second[i]);
        }

        return Math.Sqrt(sum);
    }
}
