using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The backward pass of a convolution some channels at a time. The channels that enter do not meet in it, so that only one
/// group's intermediate values need be there at once.
/// </summary>
internal static class ChannelGroups
{
    private const int Count = 4;

    /// <param name="input">[N, in, ...].</param>
    /// <param name="weight">With the channels that enter in <paramref name="weightDimension"/>.</param>
    /// <param name="weightDimension">Of the weight's.</param>
    /// <param name="inputGradient">Of a group, from the group's weight.</param>
    /// <param name="weightGradient">Of a group, from the group's input.</param>
    /// <returns>Both gradients, in the dispose scope around the current one.</returns>
    internal static List<Tensor> Gradients(
        Tensor input, Tensor weight, int weightDimension, Func<Tensor, Tensor> inputGradient, Func<Tensor, Tensor> weightGradient)
    {
        long size = (input.shape[1] + Count - 1) / Count;
        (Tensor Input, Tensor Weight)[] groups =
        [
            .. input.split(size, dim: 1)
                .Zip(weight.split(size, dim: weightDimension))
                .Select(group => (Alone(inputGradient, group.Second), Alone(weightGradient, group.First))),
        ];
        return
        [
            cat([.. groups.Select(group => group.Input)], dim: 1).MoveToOuterDisposeScope(),
            cat([.. groups.Select(group => group.Weight)], dim: weightDimension).MoveToOuterDisposeScope(),
        ];
    }

    private static Tensor Alone(Func<Tensor, Tensor> gradient, Tensor group)
    {
        using DisposeScope scope = NewDisposeScope();
        return gradient(group).MoveToOuterDisposeScope();
    }
}
