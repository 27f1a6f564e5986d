using Dcgan.Core;
using Dcgan.Images;
using FluentAssertions;
using TrainFaces.CommandLine;
using TrainFaces.Data;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class CheckpointOptionsTests
{
    [Theory]
    [InlineData(64, 64, 8, 8)]
    [InlineData(5, 64, 2, 3)]
    [InlineData(4096, 256, 64, 64)]
    public void A_grid_is_about_square(int count, int side, int rows, int columns) =>
        SampleCommand.Grid(count, side).Should().Be((rows, columns));

    [Fact]
    public void A_grid_above_the_size_limit_is_rejected_before_anything_is_generated() =>
        FluentActions.Invoking(() => SampleCommand.Grid(4096, 1024)).Should().Throw<SampleException>().WithMessage(
            "--count: the output must have at most 268435456 pixels, but 4096 images of 1024x1024 have 4294967296; use smaller values.");

    [Fact]
    public void The_size_limit_holds_for_sizes_that_overflow_64_bits() =>
        FluentActions.Invoking(() => CheckpointOptions.CheckSize("--scale", 4096, 1 << 28, 16)).Should().Throw<SampleException>().WithMessage(
            "*have 75557863725914323419136; use smaller values.");

    [Fact]
    public void The_size_limit_counts_both_sides() =>
        FluentActions.Invoking(() => CheckpointOptions.CheckSize("--scale", 4096, (256, 512), 1)).Should().Throw<SampleException>().WithMessage(
            "--scale: the output must have at most 268435456 pixels, but 4096 images of 256x512 have 536870912; use smaller values.");

    [Fact]
    public void A_generator_with_classes_is_rejected_in_one_sentence() =>
        FluentActions.Invoking(() => CheckpointOptions.CheckUnconditional("a", "invert", new GeneratorOptions { Classes = 3 }))
            .Should().Throw<SampleException>().WithMessage(
                "--checkpoint a: the generator must be unconditional but has 3 classes, which the command invert does not support.");

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void Networks_whose_images_are_not_those_of_files_are_rejected(int channels) =>
        FluentActions.Invoking(() => ImageData.FormatOf("--features a", 64, channels)).Should().Throw<SampleException>().WithMessage(
            $"--features a: the images of the network must have 1 to 4 channels, like image files, but have {channels}.");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Gray_and_color_images_with_and_without_alpha_are_accepted(int channels) =>
        ImageData.FormatOf("--features a", 64, channels).Should().Be(new ImageFormat(64, 64, channels));
}
