using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// Times each convolution of both networks alone. The baseline for whole steps is libtorch's own operation in channels_last.
/// If all directions are requested, the library's other formulations of each layer are also timed.
/// </summary>
internal static class LayerTimer
{
    private const int WarmUpCalls = 3;

    /// <param name="trial">Precision, batch size and networks, and whether gradients are also timed.</param>
    /// <param name="repetitions">Number of timed calls per layer, formulation and direction.</param>
    /// <returns>One timing per layer, formulation and direction.</returns>
    internal static IReadOnlyList<LayerTiming> Time(Trial trial, int repetitions)
    {
        var shape = NetworkShape.Of(trial.Size);
        bool all = trial.Work == TrialWork.AllConvolutions;
        return
        [
            .. from layer in shape.GeneratorLayers().Concat(shape.DiscriminatorLayers())
               where layer.Kind != LayerKind.Linear
               from formulation in LayerFormulation.Of(layer, all)
               from direction in all ? Enum.GetValues<LayerDirection>() : [LayerDirection.Forward]
               select Time(layer, formulation, direction, trial, repetitions),
        ];
    }

    private static LayerTiming Time(
        LayerShape layer, LayerFormulation formulation, LayerDirection direction, Trial trial, int repetitions)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = trial.Precision == ComputePrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        bool transposed = layer.Kind == LayerKind.TransposedConvolution;
        SpatialSize size = transposed ? layer.SmallSize : layer.SmallSize.Doubled();
        Tensor input = ChannelsLast.Of(rand(trial.Batch, layer.Inputs, size.Height, size.Width).to(type));
        Tensor weight = transposed
            ? rand(layer.Inputs, layer.Outputs, formulation.Side, formulation.Side)
            : rand(layer.Outputs, layer.Inputs, formulation.Side, formulation.Side);
        weight = formulation.WantsFloat32Weight ? weight : weight.to(type);
        weight = formulation.WantsChannelsLastWeight ? ChannelsLast.Of(weight) : weight;

        Action call;
        if (direction == LayerDirection.Forward)
        {
            call = () =>
            {
                using IDisposable gradientsOff = no_grad();
                using DisposeScope temporaries = NewDisposeScope();
                _ = formulation.Apply(input, weight);
            };
        }
        else
        {
            // Only one tensor requires a gradient, so the other direction is not computed.
            Tensor by = direction == LayerDirection.InputGradient ? input : weight;
            by.requires_grad = true;
            Tensor output = formulation.Apply(input, weight);
            Tensor seed = ChannelsLast.Of(rand(output.shape).to(type));
            call = () => autograd.grad([output], [by], [seed], retain_graph: true)[0].Dispose();
        }

        double seconds = Repetition.MedianSeconds(call, WarmUpCalls, repetitions);
        double shareOfKernel = (double)(formulation.Side * formulation.Side) / (Kernel.Side * Kernel.Side);
        return new LayerTiming(layer.Name + formulation.Suffix, direction, trial.Batch * layer.Forward * shareOfKernel / 1e9, seconds);
    }
}
