using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>
/// Tests that numbers select the right overload: TorchSharp converts numbers to tensors implicitly, so they also fit the tensor
/// overloads.
/// </summary>
public sealed class SampleOverloadTests
{
    [Fact]
    public void Numbers_are_a_count_and_a_seed_and_tensors_are_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Generator generator = trainer.Generator;
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(4, 7);

        generator.Sample(4, 7).Equals(generator.Sample(latents)).Should().BeTrue();
        frozen.Sample(4, 7).Equals(frozen.Sample(latents)).Should().BeTrue();
        trainer.Sample(4).shape.Should().Equal(4, 3, 8, 8);
        trainer.Sample(latents).Equals(generator.Sample(latents)).Should().BeTrue();
        trainer.Sample(latents, statistics: SamplingStatistics.Running)
            .Equals(generator.Sample(latents, statistics: SamplingStatistics.Running)).Should().BeTrue();
        generator.Calibrate(10, 1);
        generator.IsCalibrated.Should().BeTrue();
    }
}
