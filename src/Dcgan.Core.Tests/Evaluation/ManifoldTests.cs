using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class ManifoldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void It_equals_counting_balls_one_by_one(int neighbors)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Normal(60, 3, seed: 1) + 50;
        torch.Tensor generated = (Features.Normal(45, 3, seed: 2) * 0.8) + 50.3;

        Manifold.Measure(real, generated, neighbors).Should().Be(Counted(real, generated, neighbors));
    }

    [Fact]
    public void Blocks_of_distances_do_not_change_the_result()
    {
        using torch.Tensor real = Features.Normal(2950, 2, seed: 3);
        using torch.Tensor generated = Features.Normal(2900, 2, seed: 4);
        MeasuredTensors.BlockRows(2900).Should().BeLessThan(2950);

        ManifoldMeasures measures = Manifold.Measure(real, generated);

        measures.Precision.Should().BeGreaterThan(0.97);
        measures.Recall.Should().BeGreaterThan(0.97);
        measures.Coverage.Should().BeGreaterThan(0.95);
        measures.Density.Should().BeApproximately(1, 0.05);
        measures.Should().Be(Counted(real, generated, 5));
    }

    [Fact]
    public void A_set_against_itself_is_all_inside_even_where_rows_repeat()
    {
        using torch.Tensor once = Features.Normal(20, 40, seed: 5);
        using torch.Tensor twice = torch.cat([once, once]);

        // The nearest neighbor of each row is its copy at distance 0. Rounding must not separate them.
        Manifold.Measure(twice, twice, neighbors: 1).Should().Be(new ManifoldMeasures(1, 1, 2, 1));
    }

    [Fact]
    public void Few_kinds_made_well_have_precision_without_recall()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Normal(400, 2, seed: 6);
        torch.Tensor collapsed = Features.Normal(400, 2, seed: 7) * 0.01;

        ManifoldMeasures measures = Manifold.Measure(real, collapsed);

        measures.Precision.Should().Be(1);
        measures.Recall.Should().BeLessThan(0.05);
        measures.Coverage.Should().BeLessThan(0.1);
    }

    [Fact]
    public void Too_few_rows_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        FluentActions.Invoking(() => Manifold.Measure(torch.ones(9, 2), torch.ones(5, 2))).Should().Throw<ArgumentException>()
            .WithMessage("generated: expected at least 6 rows but was 5.*");
        FluentActions.Invoking(() => Manifold.Measure(torch.full([9, 2], double.NaN), torch.ones(9, 2)))
            .Should().Throw<ArgumentException>().WithMessage("real: expected finite values*");
    }

    private static ManifoldMeasures Counted(torch.Tensor real, torch.Tensor generated, int neighbors)
    {
        (double[][] reals, double[][] others) = (Features.Numbers(real), Features.Numbers(generated));
        double[] realRadii = Radii(reals, neighbors);
        double[] otherRadii = Radii(others, neighbors);
        (int inside, int within, int recalled, int covered) = (0, 0, 0, 0);
        foreach (double[] other in others)
        {
            int balls = reals.Where((row, i) => Features.Distance(row, other) <= realRadii[i]).Count();
            within += balls;
            inside += balls > 0 ? 1 : 0;
        }

        for (int i = 0; i < reals.Length; i++)
        {
            double[] distances = [.. others.Select(other => Features.Distance(reals[i], other))];
            recalled += distances.Where((distance, j) => distance <= otherRadii[j]).Any() ? 1 : 0;
            covered += distances.Min() <= realRadii[i] ? 1 : 0;
        }

        return new(
            (double)inside / others.Length,
            (double)recalled / reals.Length,
            (double)within / ((double)neighbors * others.Length),
            (double)covered / reals.Length);
    }

    private static double[] Radii(double[][] rows, int neighbors) =>
        [.. rows.Select(row => rows.Select(other => Features.Distance(row, other)).Order().ElementAt(neighbors))];
}
