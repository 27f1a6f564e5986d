using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>The networks use channels_last only internally: callers see the usual shapes, keys and contiguous weights.</summary>
public sealed class MemoryLayoutTests
{
    [Fact]
    public void A_batch_gives_the_same_step_in_whatever_order_it_lies()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer one = Tiny.Trainer();
        using DcganTrainer other = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        torch.Tensor channelsLast = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        one.Step(images);
        other.Step(channelsLast);

        Tiny.Values(other).ShouldHaveTheBitsOf(Tiny.Values(one));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_discriminators_maps_are_channels_last_also_of_gray_images(int channels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator with { ImageChannels = channels });
        var channelSteps = new List<long>();
        var stage = (torch.nn.Module<torch.Tensor, torch.Tensor>)discriminator.named_modules().Single(entry => entry.name == "stages.0").module;
        stage.register_forward_hook((_, _, maps) =>
        {
            channelSteps.Add(maps.stride(1));
            return maps;
        });

        discriminator.call(torch.zeros(2, channels, 8, 8));

        channelSteps.Should().Equal(1);
    }

    [Fact]
    public void Torchsharps_own_save_and_load_keep_a_trained_generator()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Step(Tiny.Images());
        using var copy = new Generator(Tiny.Generator, seed: 9);
        string file = Path.GetTempFileName();
        try
        {
            trainer.Generator.save(file);
            copy.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        Tiny.Values(copy).ShouldHaveTheBitsOf(Tiny.Values(trainer.Generator));
    }

    public static TheoryData<string, Func<torch.Tensor>> Samples => new()
    {
        { "Generator.Sample(count)", () => WithGenerator(generator => generator.Sample(3)) },
        { "Generator.Sample(latents)", () => WithGenerator(generator => generator.Sample(generator.DrawLatents(70, seed: 1))) },
        { "running statistics", () => WithGenerator(it => it.Sample(it.DrawLatents(3, 1), null, SamplingStatistics.Running)) },
        { "FrozenGenerator.Sample", () => WithFrozen(frozen => frozen.Sample(70)) },
        { "DcganTrainer.Sample", () => WithTrainer(trainer => trainer.Sample(3)) },
        { "Inversion.Images", () => WithFrozen(frozen => frozen.Invert(frozen.Sample(2), steps: 1).Images) },
    };

    [Theory]
    [MemberData(nameof(Samples), DisableDiscoveryEnumeration = true)]
    public void Samples_are_contiguous_so_that_a_host_reads_their_data(string from, Func<torch.Tensor> sample)
    {
        using DisposeScope scope = torch.NewDisposeScope();

        torch.Tensor images = sample();

        images.is_contiguous().Should().BeTrue(from);
        images.shape[1..].Should().Equal(3, 8, 8);
        images.bytes.Length.Should().Be(checked((int)images.numel() * sizeof(float)));
        images.data<float>().ToArray().Should().Equal(images.flatten().data<float>().ToArray());
    }

    [Fact]
    public void Weights_stay_contiguous_so_that_any_tool_can_save_them()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();

        trainer.Step(Tiny.Images());

        trainer.state_dict().Values.Should().OnlyContain(tensor => tensor.is_contiguous());
    }

    private static torch.Tensor WithGenerator(Func<Generator, torch.Tensor> sample)
    {
        using var generator = new Generator(Tiny.Generator);
        return sample(generator);
    }

    private static torch.Tensor WithFrozen(Func<FrozenGenerator, torch.Tensor> sample) => WithGenerator(generator =>
    {
        generator.Calibrate(64);
        using FrozenGenerator frozen = generator.Freeze();
        return sample(frozen);
    });

    private static torch.Tensor WithTrainer(Func<DcganTrainer, torch.Tensor> sample)
    {
        using DcganTrainer trainer = Tiny.Trainer();
        return sample(trainer);
    }
}
