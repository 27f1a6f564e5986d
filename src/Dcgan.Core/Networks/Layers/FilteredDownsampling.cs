using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// <see cref="MinimalFiltering.Down"/> of maps [N, in, 2H, 2W] and a kernel [out, in, 5, 5] with a backward pass of its own,
/// for the reason of <see cref="FilteredUpsampling"/>.
/// </summary>
internal sealed class FilteredDownsampling : autograd.SingleTensorFunction<FilteredDownsampling>
{
    public override string Name => nameof(FilteredDownsampling);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor input, Tensor weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([input, weight]);
        return MinimalFiltering.Down(input, MinimalFiltering.OfKernel(weight)).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        GuardedBackward.Run(() => Gradients(ctx, grad_output));

    private static List<Tensor> Gradients(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor smaller = MinimalFiltering.OfSmaller(grad_output);
        var grid = BlockGrid.OfSmaller(grad_output);
        return ChannelGroups.Gradients(
            saved[0],
            saved[1],
            weightDimension: 1,
            weight => MinimalFiltering.ToLarger(smaller.bmm(MinimalFiltering.OfKernel(weight)), grid),
            input => MinimalFiltering.KernelGradient(smaller, MinimalFiltering.OfLarger(input)));
    }
}
