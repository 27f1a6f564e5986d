namespace Dcgan.Benchmarks;

internal static class Statistics
{
    /// <summary>Computes the median, which one disturbed round does not change.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>The middle value, or the mean of the two middle ones.</returns>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
