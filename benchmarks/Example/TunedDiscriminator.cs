using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Benchmarks;

/// <summary>The reference's discriminator as an expert would write it in TorchSharp; see <see cref="TunedGenerator"/>.</summary>
internal sealed class TunedDiscriminator : Module<Tensor, Tensor>
{
    private readonly ScalarType type;
    private readonly TorchSharp.Modules.ModuleList<TorchSharp.Modules.Conv2d> convolutions = new();
    private readonly TorchSharp.Modules.ModuleList<TorchSharp.Modules.BatchNorm2d> norms = new();
    private readonly TorchSharp.Modules.Linear fc;

    internal TunedDiscriminator(NetworkShape shape, ScalarType type)
        : base(nameof(TunedDiscriminator))
    {
        this.type = type;
        int[] maps = [shape.Discriminator.ImageChannels, .. shape.Discriminator.Depths];
        for (int stage = 0; stage < maps.Length - 1; stage++)
        {
            convolutions.Add(Conv2d(maps[stage], maps[stage + 1], 5, stride: 2, padding: 2, bias: false));
            norms.Add(BatchNorm2d(maps[stage + 1]));
        }

        fc = Linear(maps[^1] * shape.Discriminator.BaseSize.Area, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ChannelsLast.Of(input.to(type));
        for (int stage = 0; stage < convolutions.Count; stage++)
        {
            x = functional.conv2d(x, convolutions[stage].weight!.to(type), strides: [2, 2], padding: [2, 2]);
            x = norms[stage].call(x).leaky_relu_(0.2);
        }

        Tensor logits = functional.linear(x.flatten(1), fc.weight!.to(type), fc.bias!.to(type));
        return logits.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
