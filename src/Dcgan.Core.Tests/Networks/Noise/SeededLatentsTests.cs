using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Noise;

public sealed class SeededLatentsTests
{
    /// <summary>
    /// Two latents of three components, computed by a Python script with the same definition: a contract for saved seeds.
    /// </summary>
    public static TheoryData<LatentDistribution, long, float[]> Contract => new()
    {
        { LatentDistribution.Uniform, 0, [-0.8758355379104614f, 0.993309497833252f, -0.8680909276008606f, -0.6087763905525208f, -0.7010006308555603f, 0.2506681978702545f] },
        { LatentDistribution.Normal, 0, [-1.5375263690948486f, 2.7118687629699707f, -1.506616234779358f, -0.8574004769325256f, -1.0385816097259521f, 0.3195205628871918f] },
        { LatentDistribution.Uniform, -5, [0.2792588174343109f, 0.7748152017593384f, 0.12779907882213593f, 0.5561507940292358f, -0.36758482456207275f, 0.7042980194091797f] },
        { LatentDistribution.Normal, -5, [0.3574684262275696f, 1.2128562927246094f, 0.1608634889125824f, 0.765709400177002f, -0.47833022475242615f, 1.0456947088241577f] },
    };

    [Theory]
    [MemberData(nameof(Contract))]
    public void A_seed_gives_bit_identical_latents_on_every_machine(LatentDistribution distribution, long seed, float[] expected)
    {
        float[] latents = new float[6];

        SeededLatents.Fill(latents, 3, distribution, seed);

        latents.Should().Equal(expected);
    }

    [Fact]
    public void Later_latents_of_a_seed_can_be_had_alone()
    {
        float[] all = new float[30];
        SeededLatents.Fill(all, 3, LatentDistribution.Normal, seed: 8);
        float[] later = new float[9];

        SeededLatents.Fill(later, 3, LatentDistribution.Normal, seed: 8, first: 7);

        later.Should().Equal(all[21..]);
    }

    /// <summary>The tolerance is six standard errors of each moment of a million values.</summary>
    [Theory]
    [InlineData(LatentDistribution.Uniform, 1.0 / 3, 1.0 / 5)]
    [InlineData(LatentDistribution.Normal, 1.0, 3.0)]
    public void Numbers_have_the_moments_of_their_distribution(LatentDistribution distribution, double second, double fourth)
    {
        const int Count = 1_000_000;
        float[] latents = new float[Count];

        SeededLatents.Fill(latents, 100, distribution, seed: 3);

        latents.Average(value => (double)value).Should().BeApproximately(0, 6 * Math.Sqrt(second / Count));
        latents.Average(value => Math.Pow(value, 2)).Should().BeApproximately(second, 6 * Math.Sqrt((fourth - (second * second)) / Count));
    }
}
