using System.Globalization;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class SpatialSizeTests
{
    [Fact]
    public void A_number_is_a_square_and_a_pair_is_height_and_width()
    {
        SpatialSize square = 4;
        SpatialSize rectangle = (3, 4);

        (square.Height, square.Width, square.IsSquare).Should().Be((4, 4, true));
        (rectangle.Height, rectangle.Width, rectangle.IsSquare).Should().Be((3, 4, false));
        rectangle.Should().NotBe(new SpatialSize(4, 3));
        default(SpatialSize).Should().Be(new SpatialSize(0, 0));
    }

    [Fact]
    public void Text_is_height_x_width_in_every_culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;

            new SpatialSize(48, 64).ToString().Should().Be("48x64");
            new SpatialSize(64, 64).ToString().Should().Be("64x64");
            new SpatialSize(-1, 2).ToString().Should().Be("-1x2");
            SpatialSize.Parse("48x64").Should().Be(new SpatialSize(48, 64));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("4", 4, 4)]
    [InlineData("3x4", 3, 4)]
    [InlineData("1x2147483647", 1, int.MaxValue)]
    public void What_is_a_size_is_parsed(string text, int height, int width)
    {
        SpatialSize.Parse(text).Should().Be(new SpatialSize(height, width));
        SpatialSize.TryParse(text, out SpatialSize size).Should().BeTrue();
        size.Should().Be(new SpatialSize(height, width));
        SpatialSize.Parse(size.ToString()).Should().Be(size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("3x")]
    [InlineData("x4")]
    [InlineData("3x4x5")]
    [InlineData("0")]
    [InlineData("0x4")]
    [InlineData("4x0")]
    [InlineData("-3x4")]
    [InlineData("+3")]
    [InlineData(" 3x4")]
    [InlineData("3 x 4")]
    [InlineData("3X4")]
    [InlineData("3.5")]
    [InlineData("1,000")]
    [InlineData("2147483648")]
    public void What_is_not_a_size_is_refused(string text)
    {
        FluentActions.Invoking(() => SpatialSize.Parse(text)).Should().Throw<FormatException>()
            .WithMessage($"text: expected a number, such as 4, or height x width, such as 3x4, each at least 1, but was '{text}'.");
        SpatialSize.TryParse(text, out SpatialSize size).Should().BeFalse();
        size.Should().Be(default(SpatialSize));
    }

    [Fact]
    public void No_text_is_no_size()
    {
        SpatialSize.TryParse(null, out _).Should().BeFalse();
        FluentActions.Invoking(() => SpatialSize.Parse(null!)).Should().Throw<ArgumentNullException>();
    }
}
