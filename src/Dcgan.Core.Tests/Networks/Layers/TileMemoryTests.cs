using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class TileMemoryTests
{
    [Fact]
    public void Tensors_of_open_scopes_do_not_overlap_and_those_of_ended_scopes_give_their_place_to_others()
    {
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();
        using TileMemory.Scope outer = new();
        torch.Tensor kept = Take(100).fill_(1);
        nint place;
        using (new TileMemory.Scope())
        {
            torch.Tensor first = Take(1000).fill_(2);
            torch.Tensor second = Take(10).fill_(3);
            place = TileBuffers.Address(first);

            first.Equals(torch.full_like(first, 2)).Should().BeTrue();
            second.Equals(torch.full_like(second, 3)).Should().BeTrue();
        }

        TileBuffers.Address(Take(500).fill_(4)).Should().Be(place);
        kept.Equals(torch.full_like(kept, 1)).Should().BeTrue();
    }

    [Fact]
    public void Blocks_become_one_of_the_size_that_was_needed()
    {
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();
        for (int time = 0; time < 3; time++)
        {
            using TileMemory.Scope scope = new();
            _ = Take(64);
            _ = Take(3200);
            _ = Take(128);
        }

        (memory.BlockCount, memory.Size).Should().Be((1, 64 + 3200 + 128));
    }

    [Fact]
    public void A_change_of_types_back_and_forth_takes_no_more_memory()
    {
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();
        for (int time = 0; time < 10; time++)
        {
            using (new TileMemory.Scope())
            {
                _ = Take(640);
            }

            using TileMemory.Scope other = new();
            _ = TileMemory.Empty([320], torch.ScalarType.BFloat16);
        }

        (memory.BlockCount, memory.Size).Should().Be((2, 640 + 320));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Element_types_may_change(torch.ScalarType type)
    {
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();
        using TileMemory.Scope scope = new();
        torch.Tensor before = Take(1000).fill_(1);

        torch.Tensor after = TileMemory.Empty([2, 3, 5], type).fill_(2);

        after.dtype.Should().Be(type);
        after.shape.Should().Equal(2, 3, 5);
        after.is_contiguous().Should().BeTrue();
        after.Equals(torch.full_like(after, 2)).Should().BeTrue();
        before.Equals(torch.full_like(before, 1)).Should().BeTrue();
    }

    [Fact]
    public void Other_threads_and_later_computations_do_not_use_it()
    {
        using var memory = new TileMemory();
        using (memory.Use())
        {
            var other = new Thread(Compute);
            other.Start();
            other.Join();
            memory.BlockCount.Should().Be(0);
            Compute();
            memory.BlockCount.Should().Be(1);
        }

        memory.Dispose();
        Compute();
        memory.BlockCount.Should().Be(0);

        static void Compute()
        {
            using TileMemory.Scope scope = new();
            _ = Take(10);
        }
    }

    [Fact]
    public void A_computation_that_fails_gives_its_place_back()
    {
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();
        using TileMemory.Scope scope = new();
        _ = Take(10);
        nint place = 0;

        FluentActions.Invoking(() =>
        {
            using TileMemory.Scope inner = new();
            place = TileBuffers.Address(Take(10));
            throw new InvalidTimeZoneException();
        }).Should().Throw<InvalidTimeZoneException>();

        TileBuffers.Address(Take(10)).Should().Be(place);
    }

    /// <summary>Also where the images are cut into parts, the kernel into slices, and the products are a batch or panels.</summary>
    [Theory]
    [InlineData(5, 32, 32, 6, 5, torch.ScalarType.Float32)]
    [InlineData(5, 19, 33, 6, 5, torch.ScalarType.Float64)]
    [InlineData(5, 32, 32, 6, 5, torch.ScalarType.BFloat16)]
    [InlineData(330, 32, 32, 12, 12, torch.ScalarType.Float32)]
    [InlineData(660, 32, 32, 12, 12, torch.ScalarType.BFloat16)]
    [InlineData(2, 384, 320, 4, 4, torch.ScalarType.Float32)]
    public void Results_are_the_same_to_the_last_bit(int count, int small, int large, int height, int width, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor smallMaps = Tiny.Normal([count, small, height, width], seed: 1, torch.ScalarType.Float32).to(type);
        torch.Tensor largeMaps = Tiny.Normal([count, large, 2 * height, 2 * width], seed: 2, torch.ScalarType.Float32).to(type);
        torch.Tensor kernel = Tiny.Normal([small, large, 5, 5], seed: 3, torch.ScalarType.Float32);
        torch.Tensor[] expected = Results();
        using var memory = new TileMemory();
        using TileMemory.Usage usage = memory.Use();

        torch.Tensor[] first = Results();
        using (new TileMemory.Scope())
        {
            _ = TileMemory.Empty([memory.Size], type).fill_(double.NaN);
        }

        torch.Tensor[] second = Results();

        for (int index = 0; index < expected.Length; index++)
        {
            first[index].Equals(expected[index]).Should().BeTrue();
            second[index].Equals(expected[index]).Should().BeTrue("nothing that was left in the memory is read");
        }

        torch.Tensor[] Results() =>
        [
            TileConvolution.Up(smallMaps, kernel),
            TileConvolution.Down(largeMaps, kernel),
            TileConvolution.KernelGradient(smallMaps, largeMaps),
        ];
    }

    [Theory]
    [InlineData(ComputePrecision.Float32, ComputePrecision.Float32)]
    [InlineData(ComputePrecision.BFloat16, ComputePrecision.Float32)]
    public void Steps_of_a_trainer_use_it_until_the_trainer_is_disposed(ComputePrecision generator, ComputePrecision discriminator)
    {
        using DcganTrainer trainer = DcganTrainer.Create(
            new GeneratorOptions { LatentSize = 5, BaseSize = 8, Depths = [256, 64], Precision = generator },
            new DiscriminatorOptions { BaseSize = 8, Depths = [64, 256], Precision = discriminator },
            new DcganTrainerOptions { Loss = new DcganLossOptions { R1Weight = 0.1 }, MicroBatches = 2 });
        using torch.Tensor images = Tiny.Images(64, size: 32);
        _ = trainer.Step(images);
        _ = trainer.Step(images);
        long size = trainer.TileMemory.Size;

        _ = trainer.Step(images);

        trainer.TileMemory.BlockCount.Should().Be(generator == discriminator ? 1 : 2);
        trainer.TileMemory.Size.Should().Be(size);
        trainer.Dispose();
        trainer.TileMemory.BlockCount.Should().Be(0);
    }

    private static torch.Tensor Take(long count) => TileMemory.Empty([count], torch.ScalarType.Float32);
}
