using TorchSharp;

namespace Dcgan.Benchmarks;

internal static class ExampleImages
{
    /// <summary>Draws uniform noise [batch, C, H, W] in [-1, 1]; the cost of a step does not depend on the images.</summary>
    internal static torch.Tensor Draw(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        SpatialSize size = shape.Discriminator.ImageSize;
        return torch.empty(trial.Batch, shape.Discriminator.ImageChannels, size.Height, size.Width).uniform_(-1, 1);
    }
}
