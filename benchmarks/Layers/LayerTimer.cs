using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// Times each convolution of both networks alone, as libtorch's own operation, channels_last: the yardstick for whole steps.
/// </summary>
internal static class LayerTimer
{
    private const int WarmUpCalls = 3;

    private static readonly long[] Stride = [2, 2];
    private static readonly long[] Padding = [2, 2];
    private static readonly long[] OutputPadding = [1, 1];

    /// <param name="trial">Precision, batch and networks; whether gradients are timed too.</param>
    /// <param name="repetitions">Timed calls for each layer and direction.</param>
    /// <returns>A timing for each layer and direction.</returns>
    internal static IReadOnlyList<LayerTiming> Time(Trial trial, int repetitions)
    {
        NetworkShape shape = NetworkShape.Of(trial.Size);
        LayerDirection[] directions = trial.Work == TrialWork.ForwardConvolutions
            ? [LayerDirection.Forward]
            : Enum.GetValues<LayerDirection>();
        return
        [
            .. from layer in shape.GeneratorLayers().Concat(shape.DiscriminatorLayers())
               where layer.Kind != LayerKind.Linear
               from direction in directions
               select Time(layer, direction, trial, repetitions),
        ];
    }

    private static LayerTiming Time(LayerShape layer, LayerDirection direction, Trial trial, int repetitions)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = trial.Precision == ComputePrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        bool transposed = layer.Kind == LayerKind.TransposedConvolution;
        int inputSide = transposed ? layer.SmallSide : layer.SmallSide * 2;
        long[] weightShape = transposed ? [layer.Inputs, layer.Outputs, 5, 5] : [layer.Outputs, layer.Inputs, 5, 5];
        Tensor input = ChannelsLast(rand(trial.Batch, layer.Inputs, inputSide, inputSide).to(type));
        Tensor weight = ChannelsLast(rand(weightShape).to(type));

        Action call;
        if (direction == LayerDirection.Forward)
        {
            call = () =>
            {
                using IDisposable gradientsOff = no_grad();
                Convolve(layer, input, weight).Dispose();
            };
        }
        else
        {
            // Only what requires a gradient gets one: the other direction's work is not done.
            Tensor by = direction == LayerDirection.InputGradient ? input : weight;
            by.requires_grad = true;
            Tensor output = Convolve(layer, input, weight);
            Tensor seed = ChannelsLast(rand(output.shape).to(type));
            call = () => autograd.grad([output], [by], [seed], retain_graph: true)[0].Dispose();
        }

        double seconds = Repetition.MedianSeconds(call, WarmUpCalls, repetitions);
        return new LayerTiming(layer.Name, direction, trial.Batch * layer.Forward / 1e9, seconds);
    }

    private static Tensor Convolve(LayerShape layer, Tensor input, Tensor weight) =>
        layer.Kind == LayerKind.TransposedConvolution
            ? nn.functional.conv_transpose2d(input, weight, strides: Stride, padding: Padding, output_padding: OutputPadding)
            : nn.functional.conv2d(input, weight, strides: Stride, padding: Padding);

    /// <summary>The same shape and values, the channels next to each other in memory; TorchSharp has no name for it.</summary>
    private static Tensor ChannelsLast(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
