using System.Net.ServerSentEvents;
using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

public sealed class TrainingFeedTests
{
    private readonly TrainingFeed feed = new();

    [Fact]
    public async Task A_slow_reader_gets_all_points_in_one_message()
    {
        await using IAsyncEnumerator<SseItem<TrainingEvent>> reader = feed.ReadAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        AddSteps(1, 3);

        await reader.MoveNextAsync();

        reader.Current.EventType.Should().Be("update");
        reader.Current.Data.Points.Select(point => point.Step).Should().Equal(1, 2, 3);
        reader.Current.Data.Status.Step.Should().Be(3);
    }

    [Fact]
    public async Task A_new_reader_gets_the_history()
    {
        AddSteps(1, 3);

        await using IAsyncEnumerator<SseItem<TrainingEvent>> reader = feed.ReadAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        reader.Current.EventType.Should().Be("history");
        reader.Current.Data.Points.Should().HaveCount(3);
    }

    [Fact]
    public async Task Points_that_are_replaced_are_sent_as_history()
    {
        AddSteps(1, 9);
        await using IAsyncEnumerator<SseItem<TrainingEvent>> reader = feed.ReadAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        feed.Replace(feed.Points.Take(4));
        AddSteps(5, 6);
        await reader.MoveNextAsync();

        reader.Current.EventType.Should().Be("history");
        reader.Current.Data.Points.Select(point => point.Step).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void A_long_run_keeps_every_nth_point_of_all_its_steps()
    {
        AddSteps(1, 10 * TrainingFeed.MaxPoints);

        long[] steps = [.. feed.Points.Select(point => point.Step)];
        steps.Should().HaveCountLessThanOrEqualTo(TrainingFeed.MaxPoints).And.HaveCountGreaterThan(TrainingFeed.MaxPoints / 2);
        steps.Should().Equal(Enumerable.Range(1, steps.Length).Select(index => index * steps[0]));
        feed.Status.Latest!.Step.Should().Be(10 * TrainingFeed.MaxPoints);
    }

    [Fact]
    public void Each_point_has_the_diversity_that_was_measured_last()
    {
        for (long step = 1; step <= 10 * TrainingFeed.MaxPoints; step++)
        {
            feed.Change(status => status, new TrainingPoint(step, 1, 1, 0.5, 0.5, step % 75 == 0 ? step : null, step % 150 == 0 ? step : null));
        }

        feed.Points.Should().AllSatisfy(point => point.Diversity.Should().Be(point.Step < 75 ? null : point.Step / 75 * 75));
        feed.Points.Should().AllSatisfy(point => point.Distance.Should().Be(point.Step < 150 ? null : point.Step / 150 * 150));
        feed.Status.Latest!.Diversity.Should().Be(10 * TrainingFeed.MaxPoints / 75 * 75);
    }

    [Fact]
    public void Saved_points_without_diversity_get_that_of_an_earlier_point()
    {
        feed.Replace([new(1, 1, 1, 1, 1, null, null), new(2, 1, 1, 1, 1, 0.5, null), new(3, 1, 1, 1, 1, null, null)]);
        feed.Change(status => status, new TrainingPoint(4, 1, 1, 1, 1, null, null));

        feed.Points.Select(point => point.Diversity).Should().Equal(null, 0.5, 0.5, 0.5);
    }

    [Fact]
    public async Task Cancellation_ends_the_stream_without_an_exception()
    {
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<SseItem<TrainingEvent>> reader = feed.ReadAsync(cancel.Token).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        ValueTask<bool> next = reader.MoveNextAsync();

        await cancel.CancelAsync();

        (await next).Should().BeFalse();
    }

    [Fact]
    public void Numbers_that_JSON_does_not_have_are_null()
    {
        var step = new DcganStep
        {
            Number = 1,
            GeneratorLoss = double.NaN,
            DiscriminatorLoss = double.PositiveInfinity,
            RealProbability = 0.5,
            GeneratedProbability = 0.25,
            GeneratorGradientNorm = 0,
            DiscriminatorGradientNorm = 0,
            Duration = TimeSpan.Zero,
        };

        TrainingPoint.Of(step, double.PositiveInfinity).Should().Be(new TrainingPoint(1, null, null, 0.5, 0.25, null, null));
    }

    private void AddSteps(int first, int last)
    {
        for (long step = first; step <= last; step++)
        {
            long number = step;
            feed.Change(status => status with { Step = number }, new TrainingPoint(number, 1, 1, 0.5, 0.5, null, null));
        }
    }
}
