using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class ImagePixelsTests
{
    [Fact]
    public void Every_byte_comes_back_as_it_was()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        using torch.Tensor images = ImagePixels.ToImages(pixels, 1, 16, 16);
        using torch.Tensor image = images[0];

        ImagePixels.FromImage(image).Should().Equal(pixels);
    }

    [Fact]
    public void Interleaved_bytes_become_planes_from_minus_one_to_one()
    {
        using torch.Tensor images = ImagePixels.ToImages([0, 255, 51, 255, 0, 204], 3, 1, 2);

        images.shape.Should().Equal(1, 3, 1, 2);
        images.data<float>().ToArray().Should().BeEquivalentTo(
            [-1f, 1f, 1f, -1f, -0.6f, 0.6f],
            options => options.WithStrictOrdering().Using<float>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-6f)).WhenTypeIs<float>());
    }

    [Fact]
    public void Values_outside_the_range_are_clamped_and_nothing_wraps_around()
    {
        using torch.Tensor image = torch.tensor([-3f, -1f, 0f, 1f, 3f, float.NaN, float.PositiveInfinity], [1, 1, 7]);

        ImagePixels.FromImage(image).Should().Equal(0, 0, 127, 255, 255, 0, 255);
    }

    [Fact]
    public void An_image_that_an_array_cannot_hold_is_refused_before_it_is_converted()
    {
        // A view that repeats one value, so that the test itself needs no memory.
        using torch.Tensor value = torch.zeros(1, 1, 1);
        using torch.Tensor image = value.expand(3, 1 << 15, 1 << 15);

        FluentActions.Invoking(() => ImagePixels.FromImage(image)).Should().Throw<ArgumentException>()
            .WithMessage("image: expected at most 2147483591 values (C·H·W) but was 3·32768·32768 = 3221225472.*");
    }

    [Fact]
    public void What_is_not_whole_images_is_refused()
    {
        FluentActions.Invoking(() => ImagePixels.ToImages(new byte[7], 3, 1, 2)).Should().Throw<ArgumentException>()
            .WithMessage("pixels: expected a multiple of 6 bytes (1 x 2 pixels of 3 channels) but was 7.*");
        FluentActions.Invoking(() => ImagePixels.ToImages(new byte[7], 1 << 22, 1 << 21, 1 << 21)).Should().Throw<ArgumentException>()
            .WithMessage("pixels: expected a multiple of 18446744073709551616 bytes*");
        FluentActions.Invoking(() => ImagePixels.ToImages([], 3, 1, 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ImagePixels.ToImages(new byte[6], 0, 1, 2)).Should().Throw<ArgumentException>()
            .WithMessage("channels: must be at least 1 but was 0.*");
        using torch.Tensor whole = torch.zeros(1, 2, 2, torch.int32);
        FluentActions.Invoking(() => ImagePixels.FromImage(whole)).Should().Throw<ArgumentException>()
            .WithMessage("image: expected a floating-point type but was Int32.*");
    }
}
