using Dcgan.Core;
using FaceService.Latents;
using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Latents;

public sealed class FaceLatentsTests
{
    /// <summary>The expected values are the same as in the library's own tests, so a seed gives the same face in both.</summary>
    [Theory]
    [InlineData("Uniform", 0, new[] { -0.8758355379104614f, 0.993309497833252f, -0.8680909276008606f })]
    [InlineData("Normal", -5, new[] { 0.3574684262275696f, 1.2128562927246094f, 0.1608634889125824f })]
    public void A_seed_gives_the_same_latent_as_in_the_library(string distribution, long seed, float[] expected) =>
        Create(Enum.Parse<LatentDistribution>(distribution)).FromSeed(seed).Should().Equal(expected);

    [Theory]
    [InlineData("Uniform")]
    [InlineData("Normal")]
    public void Interpolation_returns_its_endpoints_bit_identically(string distribution)
    {
        FaceLatents latents = Create(Enum.Parse<LatentDistribution>(distribution));
        float[] from = latents.FromSeed(1);
        float[] to = latents.FromSeed(2);

        latents.Interpolate(from, to, 0).Should().Equal(from);
        latents.Interpolate(from, to, 1).Should().Equal(to);
    }

    [Fact]
    public void Spherical_interpolation_keeps_the_norm()
    {
        float[] middle = Create(LatentDistribution.Normal).Interpolate([3, 0, 0], [0, 3, 0], 0.5);

        middle.Sum(value => value * value).Should().BeApproximately(9, 1e-5f);
    }

    [Fact]
    public void Spherical_interpolation_turns_the_direction_and_changes_the_norm_at_constant_rates()
    {
        float[] third = Create(LatentDistribution.Normal).Interpolate([3, 0, 0], [0, 0, 6], 1.0 / 3);

        // Rotated by 30 degrees, with norm 4.
        third[0].Should().BeApproximately(4 * MathF.Sqrt(3) / 2, 1e-6f);
        third[1].Should().Be(0);
        third[2].Should().BeApproximately(2, 1e-6f);
    }

    [Fact]
    public void Uniform_latents_are_interpolated_linearly() =>
        Create(LatentDistribution.Uniform).Interpolate([1, 0, -1], [0, 1, -1], 0.25).Should().Equal(0.75f, 0.25f, -1);

    [Fact]
    public void Interpolation_between_equal_or_opposite_latents_is_finite()
    {
        FaceLatents latents = Create(LatentDistribution.Normal);

        latents.Interpolate([1, 2, 3], [-1, -2, -3], 0.3).Should().OnlyContain(value => float.IsFinite(value));
        latents.Interpolate([1, 2, 3], [1, 2, 3], 0.3).Should().Equal(1, 2, 3);
    }

    private static FaceLatents Create(LatentDistribution distribution) => new(new ModelInfo
    {
        LatentSize = 3,
        Distribution = distribution,
        Statistics = ModelStatistics.Running,
        LibraryVersion = "",
    });
}
