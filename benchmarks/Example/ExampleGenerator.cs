using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Benchmarks;

/// <summary>The reference's generator as a TorchSharp user would write it: TorchSharp's modules, float32, default layout.</summary>
internal sealed class ExampleGenerator : Module<Tensor, Tensor>
{
    private readonly int depth;
    private readonly SpatialSize size;
    private readonly TorchSharp.Modules.Linear fc;
    private readonly BatchNorm2d norm;
    private readonly Sequential net;

    internal ExampleGenerator(NetworkShape shape)
        : base(nameof(ExampleGenerator))
    {
        int[] maps = [.. shape.Generator.Depths, shape.Generator.ImageChannels];
        depth = maps[0];
        size = shape.Generator.BaseSize;
        fc = Linear(shape.Generator.LatentSize, depth * size.Area);
        norm = BatchNorm2d(depth);
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 0; i < maps.Length - 1; i++)
        {
            bool last = i == maps.Length - 2;
            layers.Add(ConvTranspose2d(maps[i], maps[i + 1], 5, stride: 2, padding: 2, output_padding: 1, bias: last));
            if (!last)
            {
                layers.Add(BatchNorm2d(maps[i + 1]));
                layers.Add(ReLU(inplace: true));
            }
        }

        layers.Add(Tanh());
        net = Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = fc.call(input).view(-1, size.Height, size.Width, depth).permute(0, 3, 1, 2).contiguous();
        return net.call(functional.relu(norm.call(x))).MoveToOuterDisposeScope();
    }
}
