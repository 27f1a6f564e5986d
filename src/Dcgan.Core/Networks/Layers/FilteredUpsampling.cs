using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// <see cref="MinimalFiltering.Up"/> of maps [N, in, H, W] and a kernel [in, out, 5, 5] with a backward pass of its own.
/// Automatic differentiation would keep the factors of both, many times their size, until then; this makes them anew.
/// </summary>
internal sealed class FilteredUpsampling : autograd.SingleTensorFunction<FilteredUpsampling>
{
    public override string Name => nameof(FilteredUpsampling);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor input, Tensor weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([input, weight]);
        return MinimalFiltering.Up(input, MinimalFiltering.OfKernel(weight)).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        GuardedBackward.Run(() => Gradients(ctx, grad_output));

    private static List<Tensor> Gradients(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor larger = MinimalFiltering.OfLarger(grad_output);
        var grid = BlockGrid.OfLarger(grad_output);
        return ChannelGroups.Gradients(
            saved[0],
            saved[1],
            weightDimension: 0,
            weight => MinimalFiltering.ToSmaller(larger.bmm(MinimalFiltering.OfKernel(weight).transpose(1, 2)), grid),
            input => MinimalFiltering.KernelGradient(MinimalFiltering.OfSmaller(input), larger));
    }
}
