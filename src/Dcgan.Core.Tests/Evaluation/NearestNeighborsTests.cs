using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class NearestNeighborsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void They_equal_a_full_search_for_any_batch_sizes(int count)
    {
        using torch.Tensor samples = Features.Normal(6, 5, seed: 1);
        using torch.Tensor real = Features.Normal(50, 5, seed: 2);
        (double[][] rows, double[][] others) = (Features.Numbers(samples), Features.Numbers(real));

        using NearestNeighbors found = NearestNeighbors.Find(samples, Batches(real, 3, 20, 1, 26), count);

        found.Indices.shape.Should().Equal(6, count);
        for (int i = 0; i < rows.Length; i++)
        {
            var expected = others.Select((other, place) => (Distance: Features.Distance(rows[i], other), place)).Order().Take(count).ToList();
            found.Indices[i].data<long>().ToArray().Should().Equal(expected.Select(pair => (long)pair.place));
            found.Distances[i].data<double>().ToArray().Zip(expected)
                .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second.Distance) < 1e-13);
        }
    }

    [Fact]
    public void A_memorized_image_is_at_distance_zero()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Images(10, 3, 16, 16, seed: 3);

        using NearestNeighbors found = NearestNeighbors.Find(real[7..8], [real[..5], real[5..]]);

        found.Indices.item<long>().Should().Be(7);
        found.Distances.item<double>().Should().Be(0);
    }

    [Fact]
    public void Distances_are_taken_between_features()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor sample = torch.full([1, 1, 8, 8], 0.5);
        torch.Tensor real = torch.cat([torch.full([1, 1, 8, 8], 0.4), Features.Images(1, 1, 8, 8, seed: 4)]);

        using NearestNeighbors found = NearestNeighbors.Find(sample, [real], 2, images => images.abs().sign());

        found.Distances[0, 0].item<double>().Should().Be(0);
        found.Distances[0, 1].item<double>().Should().Be(
            0, "the feature is whether a pixel differs from 0, and maps are averaged over their positions");
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor samples = torch.zeros(2, 3);
        FluentActions.Invoking(() => NearestNeighbors.Find(samples, [torch.zeros(4, 3)], 5)).Should().Throw<ArgumentException>()
            .WithMessage("real: expected at least 5 rows but was 4.*");
        FluentActions.Invoking(() => NearestNeighbors.Find(samples, [torch.zeros(4, 2)])).Should().Throw<ArgumentException>()
            .WithMessage("real: expected 3 features per row but was 2.*");
        FluentActions.Invoking(() => NearestNeighbors.Find(samples, [torch.full([4, 3], double.NaN)])).Should().Throw<ArgumentException>()
            .WithMessage("real: expected finite values*");
        FluentActions.Invoking(() => NearestNeighbors.Find(samples, [samples], 1, images => images.unsqueeze(2)))
            .Should().Throw<ArgumentException>().WithMessage("features: expected [2, D] or [2, D, h, w] but returned [2, 3, 1].*");
    }

    private static IEnumerable<torch.Tensor> Batches(torch.Tensor rows, params long[] sizes)
    {
        long start = 0;
        foreach (long size in sizes)
        {
            using torch.Tensor batch = rows.narrow(0, start, size);
            yield return batch;
            start += size;
        }
    }
}
