using TorchSharp;

namespace Dcgan.Benchmarks;

internal static class ExampleImages
{
    /// <summary>What a step costs does not depend on what the images show: uniform noise [batch, C, H, W] in [-1, 1].</summary>
    internal static torch.Tensor Draw(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        int side = shape.Discriminator.ImageSize;
        return torch.empty(trial.Batch, shape.Discriminator.ImageChannels, side, side).uniform_(-1, 1);
    }
}
