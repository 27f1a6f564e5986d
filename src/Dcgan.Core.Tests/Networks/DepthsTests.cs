using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class DepthsTests
{
    [Fact]
    public void Options_with_equal_depths_are_equal()
    {
        var one = new GeneratorOptions { Depths = [32, 16] };
        var other = new GeneratorOptions { Depths = new Depths(new List<int> { 32, 16 }) };

        one.Should().Be(other);
        one.GetHashCode().Should().Be(other.GetHashCode());
        one.Should().NotBe(one with { Depths = [16, 32] });
    }

    [Fact]
    public void A_changed_source_does_not_change_the_depths()
    {
        int[] source = [32, 16];
        var depths = new Depths(source);

        source[0] = 1;

        depths.Should().Equal(32, 16);
    }

    [Fact]
    public void An_array_is_depths()
    {
        int[] read = [32, 16];

        var options = new GeneratorOptions { Depths = read };

        options.Should().Be(new GeneratorOptions { Depths = [32, 16] });
    }

    [Fact]
    public void Text_is_what_one_writes_in_code() => new GeneratorOptions().Depths.ToString().Should().Be("[1024, 512, 256, 128]");
}
