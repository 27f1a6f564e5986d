namespace Dcgan.Benchmarks;

internal static class Statistics
{
    /// <summary>Computes the median, which is robust to one disturbed round.</summary>
    /// <param name="values">At least one value.</param>
    /// <returns>The middle value, or the mean of the two middle values.</returns>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
