using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

public sealed class DiscriminatorOnnxTests
{
    public static TheoryData<DiscriminatorOptions> Shapes => new()
    {
        Tiny.Discriminator,
        Tiny.Discriminator with { KernelSize = 4 },
        new() { BaseSize = 1, Depths = [7], ImageChannels = 1 },
        new() { BaseSize = 3, Depths = [5, 16], ImageChannels = 4 },
        new() { BaseSize = (3, 4), Depths = [4, 5, 8, 16] },
        new() { BaseSize = (5, 1), Depths = [5, 16] },
        Tiny.Discriminator with { Logits = 1 },
        Tiny.Discriminator with { BatchNorm = false },
        Tiny.Discriminator with { SpectralNorm = true },
        Tiny.Discriminator with { BatchNorm = false, SpectralNorm = true, Logits = 1 },
        DiscriminatorOptions.Paper with { BaseSize = 4, Depths = [4, 8, 16, 32] },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Judges_any_number_of_images_as_in_evaluation(DiscriminatorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Discriminator discriminator = TrainedNetworks.Discriminator(options);
        discriminator.ExportOnnx(folder["d.onnx"]);
        discriminator.eval();
        using var model = new OnnxRun(folder["d.onnx"]);

        foreach (int count in new[] { 1, 3, 64 })
        {
            ShouldJudgeAlike(model, discriminator, count);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Judges_a_batch_by_its_own_statistics_as_in_training(DiscriminatorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Discriminator discriminator = TrainedNetworks.Discriminator(options);
        LetSpectralNormSettle(discriminator);
        discriminator.ExportOnnx(folder["d.onnx"], new() { Statistics = SamplingStatistics.Batch });
        using var model = new OnnxRun(folder["d.onnx"]);

        foreach (int count in new[] { 2, 5, 64 })
        {
            ShouldJudgeAlike(model, discriminator, count);
        }
    }

    /// <summary>
    /// Iterates until the estimates are constant. A model does not iterate, so the forward passes of the comparison must not
    /// change the estimates.
    /// </summary>
    private static void LetSpectralNormSettle(Discriminator discriminator)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        DiscriminatorOptions options = discriminator.Options;
        torch.Tensor images = torch.zeros(2, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width);
        for (int pass = 0; options.SpectralNorm && pass < 500; pass++)
        {
            discriminator.call(images).Dispose();
        }
    }

    private static void ShouldJudgeAlike(OnnxRun model, Discriminator discriminator, int count)
    {
        using IDisposable noGradients = torch.no_grad();
        DiscriminatorOptions options = discriminator.Options;
        torch.Tensor images = torch.empty(count, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width).uniform_(-1, 1, new torch.Generator(5, torch.CPU));

        torch.Tensor logits = model.Of(images);

        torch.Tensor expected = discriminator.call(images);
        logits.shape.Should().Equal(expected.shape);
        (logits - expected).abs().max().item<float>().Should().BeLessThan(1e-4f);
        (expected.numel() > 1 ? expected.std() : expected.abs().max()).item<float>().Should().BeGreaterThan(1e-3f);
    }
}
