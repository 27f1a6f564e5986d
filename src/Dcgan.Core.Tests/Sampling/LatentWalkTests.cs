using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class LatentWalkTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 9)]
    [InlineData(4, 7)]
    [InlineData(5, 2)]
    [InlineData(5, 3)]
    [InlineData(3, 10)]
    public void An_open_walk_passes_its_latents_evenly_from_the_first_to_the_last(int count, int frames)
    {
        double[] positions = Positions(count, frames, closed: false);

        positions.Should().Equal(Enumerable.Range(0, frames).Select(frame => (double)frame * (count - 1) / (frames - 1)), Near);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 9)]
    [InlineData(5, 3)]
    [InlineData(3, 10)]
    public void A_closed_walk_ends_one_frame_before_its_beginning(int count, int frames)
    {
        double[] positions = Positions(count, frames, closed: true);

        // On the last segment, from count - 1 back to 0, the values decrease.
        IEnumerable<double> expected = Enumerable.Range(0, frames)
            .Select(frame => (double)frame * count / frames)
            .Select(time => time <= count - 1 ? time : (count - 1) * (count - time));
        positions.Should().Equal(expected, Near);
    }

    [Theory]
    [InlineData(LatentPath.Linear)]
    [InlineData(LatentPath.Spherical)]
    public void Frames_that_fall_on_latents_are_exactly_these_latents(LatentPath path)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = Tiny.Normal([4, 7], seed: 1);

        torch.Tensor open = Latents.Walk(latents, 10, path);
        torch.Tensor closed = Latents.Walk(latents, 12, path, closed: true);

        for (int latent = 0; latent < 4; latent++)
        {
            open[3 * latent].Equals(latents[latent]).Should().BeTrue();
            closed[3 * latent].Equals(latents[latent]).Should().BeTrue();
        }
    }

    [Fact]
    public void A_spherical_walk_is_a_sequence_of_great_circles()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = Tiny.Normal([3, 7], seed: 1);

        torch.Tensor walk = Latents.Walk(latents, 9);

        torch.Tensor expected = Latents.Slerp(latents.narrow(0, 1, 1), latents.narrow(0, 2, 1), 0.25);
        (walk.narrow(0, 5, 1) - expected).abs().max().item<double>().Should().BeLessThan(1e-15);
    }

    /// <summary>The frames of a linear walk through the latents 0, 1, 2 and so on.</summary>
    private static double[] Positions(int count, int frames, bool closed)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = torch.arange(count, torch.float64).unsqueeze(1);
        return Latents.Walk(latents, frames, LatentPath.Linear, closed).data<double>().ToArray();
    }

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) < 1e-12;
}
