using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Benchmarks;

/// <summary>
/// The reference's generator as an expert would write it in TorchSharp: channels_last maps, and convolutions in bfloat16 from weights
/// in float32, cast by hand, because TorchSharp has no autocast.
/// </summary>
internal sealed class TunedGenerator : Module<Tensor, Tensor>
{
    private readonly ScalarType type;
    private readonly int depth;
    private readonly SpatialSize size;
    private readonly TorchSharp.Modules.Linear fc;
    private readonly TorchSharp.Modules.BatchNorm2d norm;
    private readonly TorchSharp.Modules.ModuleList<TorchSharp.Modules.ConvTranspose2d> convolutions = new();
    private readonly TorchSharp.Modules.ModuleList<TorchSharp.Modules.BatchNorm2d> norms = new();

    internal TunedGenerator(NetworkShape shape, ScalarType type)
        : base(nameof(TunedGenerator))
    {
        this.type = type;
        int[] maps = [.. shape.Generator.Depths, shape.Generator.ImageChannels];
        depth = maps[0];
        size = shape.Generator.BaseSize;
        fc = Linear(shape.Generator.LatentSize, depth * size.Area);
        norm = BatchNorm2d(depth);
        for (int stage = 0; stage < maps.Length - 1; stage++)
        {
            bool last = stage == maps.Length - 2;
            convolutions.Add(ConvTranspose2d(maps[stage], maps[stage + 1], 5, stride: 2, padding: 2, output_padding: 1, bias: last));
            if (!last)
            {
                norms.Add(BatchNorm2d(maps[stage + 1]));
            }
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = functional.linear(input.to(type), fc.weight!.to(type), fc.bias!.to(type));
        x = norm.call(x.view(-1, size.Height, size.Width, depth).permute(0, 3, 1, 2)).relu_();
        for (int stage = 0; stage < convolutions.Count; stage++)
        {
            var convolution = convolutions[stage];
            x = functional.conv_transpose2d(
                x, convolution.weight!.to(type), convolution.bias?.to(type), strides: [2, 2], padding: [2, 2], output_padding: [1, 1]);
            x = stage < norms.Count ? norms[stage].call(x).relu_() : x.to(ScalarType.Float32).tanh_();
        }

        return x.MoveToOuterDisposeScope();
    }
}
