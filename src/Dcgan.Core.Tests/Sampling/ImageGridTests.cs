using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class ImageGridTests
{
    [Theory]
    [InlineData(6, 2, 3, 1, 4, 5)]
    [InlineData(4, 1, 4, 3, 2, 2)]
    [InlineData(5, 5, 1, 2, 3, 1)]
    public void Image_n_stands_in_row_and_column_order(int count, int rows, int columns, int channels, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = torch.rand(count, channels, height, width);

        torch.Tensor grid = ImageGrid.Arrange(images, rows, columns);

        grid.shape.Should().Equal(channels, rows * height, columns * width);
        for (int n = 0; n < count; n++)
        {
            (int top, int left) = (n / columns * height, n % columns * width);
            grid.narrow(1, top, height).narrow(2, left, width).Equals(images[n]).Should().BeTrue("image {0}", n);
        }
    }

    [Fact]
    public void Places_left_over_are_black()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        torch.Tensor grid = ImageGrid.Arrange(torch.ones(1, 1, 2, 2), 1, 2);

        grid.data<float>().ToArray().Should().Equal(1, 1, -1, -1, 1, 1, -1, -1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    public void A_grid_is_a_copy_without_a_graph(int count, int columns)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = torch.ones(count, 1, 2, 2).requires_grad_();

        torch.Tensor grid = ImageGrid.Arrange(images, count, columns);
        grid.requires_grad.Should().BeFalse();
        grid.fill_(0);

        images.detach().min().item<float>().Should().Be(1);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = torch.zeros(5, 1, 2, 2);

        FluentActions.Invoking(() => ImageGrid.Arrange(images, 2, 2)).Should().Throw<ArgumentException>()
            .WithMessage("images: expected 1 to 4 images for 2 rows of 2 but was 5.*");
        FluentActions.Invoking(() => ImageGrid.Arrange(torch.zeros(0, 1, 2, 2), 2, 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ImageGrid.Arrange(images.to(torch.uint8), 2, 3)).Should().Throw<ArgumentException>()
            .WithMessage("images: expected a floating-point type but was Byte.*");
        FluentActions.Invoking(() => ImageGrid.Arrange(images, 0, 2)).Should().Throw<ArgumentException>()
            .WithMessage("rows: must be at least 1 but was 0.*");
        FluentActions.Invoking(() => ImageGrid.Arrange(torch.zeros(1, 2, 2), 1, 1)).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, C, H, W] but was [1, 2, 2].*");
    }

    [Fact]
    public void A_grid_whose_size_overflows_is_refused()
    {
        using torch.Tensor images = torch.zeros(1, 3, 64, 64);

        FluentActions.Invoking(() => ImageGrid.Arrange(images, int.MaxValue, int.MaxValue)).Should().Throw<ArgumentException>().WithMessage(
            "rows, columns: the grid must have at most 9223372036854775807 bytes, but 2147483647 x 2147483647 images of 3 x 64 x 64 values have 226673590966636737773568.*");
    }
}
