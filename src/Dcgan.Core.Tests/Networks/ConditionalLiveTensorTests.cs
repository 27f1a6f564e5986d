using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

[Collection(nameof(CountsTensors))]
public sealed class ConditionalLiveTensorTests
{
    [Fact]
    public void Networks_with_classes_and_spectral_normalization_leave_nothing_behind()
    {
        using var generator = new Generator(Tiny.Generator with { Classes = 3 });
        using var discriminator = new Discriminator(Tiny.Discriminator with { Classes = 3, SpectralNorm = true });
        using torch.Tensor images = Tiny.Images();
        using torch.Tensor labels = torch.tensor(new long[] { 0, 1, 2, 0 });

        LiveTensors.ShouldStayFlat(
            () =>
            {
                generator.Calibrate(10);
                using FrozenGenerator frozen = generator.Freeze();
                using torch.Tensor latents = generator.DrawLatents(4, seed: 1);
                generator.Sample(latents, labels).Dispose();
                generator.Sample(latents, labels, SamplingStatistics.Batch).Dispose();
                generator.Sample(5, seed: 1).Dispose();
                frozen.Sample(latents, labels).Dispose();
                frozen.Sample(5, seed: 1).Dispose();
                generator.forward(latents, labels).Dispose();
                discriminator.forward(images, labels).Dispose();
                discriminator.Features(images).Dispose();
                (torch.Tensor logits, torch.Tensor features) = discriminator.Judge(images, labels);
                logits.Dispose();
                features.Dispose();
            },
            repetitions: 3);
    }
}
