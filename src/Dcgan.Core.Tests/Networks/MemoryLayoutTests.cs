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

    [Fact]
    public void Weights_stay_contiguous_so_that_any_tool_can_save_them()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();

        trainer.Step(Tiny.Images());

        trainer.state_dict().Values.Should().OnlyContain(tensor => tensor.is_contiguous());
    }
}
