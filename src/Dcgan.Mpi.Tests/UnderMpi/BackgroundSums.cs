using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Mpi.Tests.UnderMpi;

/// <summary>
/// Sums in the background, and others of the same values, from no value to more than 16 and 32 MB, which an MPI does not send at once and the
/// group sums in two parts.
/// </summary>
internal static class BackgroundSums
{
    internal static bool Check(MpiProcessGroup group) =>
        new[] { 0, 1, 1000, (1 << 22) + 5 }.All(length => IsRight(group, length, float32) && IsRight(group, length, float64)) && IsRefused(group);

    /// <summary>The group is disposed during a sum, as if the host had failed. The process must end.</summary>
    internal static void StartOnly(MpiProcessGroup group) => _ = group.StartSum(zeros(1 << 22));

    private static bool IsRight(MpiProcessGroup group, int length, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = arange(length, dtype: type).remainder(1000) * (group.Rank + 1);
        Action wait = group.StartSum(values);
        using Tensor other = ones(500, 500).mm(ones(500, 500)); // Something to compute meanwhile.
        wait();
        double all = group.Size * (group.Size + 1) / 2.0;
        Tensor expected = arange(length, dtype: type).remainder(1000) * all;
        Tensor summed = arange(length, dtype: type).remainder(1000) * (group.Rank + 1);
        group.Sum(summed);
        bool isRight = values.equal(expected).all().item<bool>() && summed.equal(expected).all().item<bool>();
        Console.WriteLine($"rank {group.Rank}: sum of {length} {type}: {isRight}");
        return isRight;
    }

    private static bool IsRefused(MpiProcessGroup group)
    {
        using Tensor values = ones(3);
        Action wait = group.StartSum(values);
        try
        {
            group.StartSum(values);
            return false;
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            wait();
            return error.Message == "StartSum: another sum is under way; wait for it first.";
        }
    }
}
