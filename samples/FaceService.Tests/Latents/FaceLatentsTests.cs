using Dcgan.Core;
using FaceService.Latents;
using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Latents;

public sealed class FaceLatentsTests
{
    /// <summary>The numbers that the library's own tests hold its latents to: a seed is one face in both.</summary>
    [Theory]
    [InlineData("Uniform", 0, new[] { -0.8758355379104614f, 0.993309497833252f, -0.8680909276008606f })]
    [InlineData("Normal", -5, new[] { 0.3574684262275696f, 1.2128562927246094f, 0.1608634889125824f })]
    public void A_seed_names_the_librarys_own_latent(string distribution, long seed, float[] expected) =>
        Of(Enum.Parse<LatentDistribution>(distribution)).Of(seed).Should().Equal(expected);

    [Theory]
    [InlineData("Uniform")]
    [InlineData("Normal")]
    public void A_way_begins_and_ends_with_its_ends_to_the_bit(string distribution)
    {
        FaceLatents latents = Of(Enum.Parse<LatentDistribution>(distribution));
        float[] from = latents.Of(1);
        float[] to = latents.Of(2);

        latents.Between(from, to, 0).Should().Equal(from);
        latents.Between(from, to, 1).Should().Equal(to);
    }

    [Fact]
    public void Between_normal_latents_the_way_keeps_their_length()
    {
        float[] middle = Of(LatentDistribution.Normal).Between([3, 0, 0], [0, 3, 0], 0.5);

        middle.Sum(value => value * value).Should().BeApproximately(9, 1e-5f);
    }

    [Fact]
    public void Between_normal_latents_the_direction_turns_evenly_and_the_length_changes_evenly()
    {
        float[] third = Of(LatentDistribution.Normal).Between([3, 0, 0], [0, 0, 6], 1.0 / 3);

        // 30 degrees on the way, 4 long.
        third[0].Should().BeApproximately(4 * MathF.Sqrt(3) / 2, 1e-6f);
        third[1].Should().Be(0);
        third[2].Should().BeApproximately(2, 1e-6f);
    }

    [Fact]
    public void Between_uniform_latents_the_way_is_straight() =>
        Of(LatentDistribution.Uniform).Between([1, 0, -1], [0, 1, -1], 0.25).Should().Equal(0.75f, 0.25f, -1);

    [Fact]
    public void Between_a_latent_and_its_opposite_or_itself_every_number_is_finite()
    {
        FaceLatents latents = Of(LatentDistribution.Normal);

        latents.Between([1, 2, 3], [-1, -2, -3], 0.3).Should().OnlyContain(value => float.IsFinite(value));
        latents.Between([1, 2, 3], [1, 2, 3], 0.3).Should().Equal(1, 2, 3);
    }

    private static FaceLatents Of(LatentDistribution distribution) => new(new ModelFacts
    {
        LatentSize = 3,
        Distribution = distribution,
        Statistics = ModelStatistics.Running,
        LibraryVersion = "",
    });
}
