using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Benchmarks;

/// <summary>The reference's discriminator as a TorchSharp user would write it: TorchSharp's modules, float32, default layout.</summary>
internal sealed class ExampleDiscriminator : Module<Tensor, Tensor>
{
    private readonly Sequential net;
    private readonly TorchSharp.Modules.Linear fc;

    internal ExampleDiscriminator(NetworkShape shape)
        : base(nameof(ExampleDiscriminator))
    {
        int[] maps = [shape.Discriminator.ImageChannels, .. shape.Discriminator.Depths];
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 0; i < maps.Length - 1; i++)
        {
            layers.Add(Conv2d(maps[i], maps[i + 1], 5, stride: 2, padding: 2, bias: false));
            layers.Add(BatchNorm2d(maps[i + 1]));
            layers.Add(LeakyReLU(0.2, inplace: true));
        }

        net = Sequential(layers);
        fc = Linear(maps[^1] * shape.Discriminator.BaseSize.Area, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return fc.call(net.call(input).flatten(1)).MoveToOuterDisposeScope();
    }
}
