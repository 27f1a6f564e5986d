using FluentAssertions;
using TrainFaces.Data;
using Xunit;

namespace TrainFaces.Tests.Data;

public class BatchLoaderTests
{
    private static readonly ImageFormat Format = new(1, 1);

    [Theory]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(6, 4, new[] { 4, 2 })]
    [InlineData(9, 4, new[] { 4, 4 })]
    [InlineData(3, 4, new[] { 3 })]
    [InlineData(1, 4, new int[0])]
    public void The_last_batch_may_be_smaller_but_is_skipped_if_it_has_one_image(int images, int batch, int[] sizes)
    {
        using var source = new NumberedImages(images);
        using var loader = new BatchLoader(source, Format, batch);

        loader.ReadEpoch(CancellationToken.None).Select(read => read.Count).Should().Equal(sizes);
        loader.BatchesPerEpoch.Should().Be(sizes.Length);
    }

    [Fact]
    public void Unreadable_images_leave_no_gap()
    {
        using var source = new NumberedImages(10, 0, 3, 4, 9);
        using var loader = new BatchLoader(source, Format, batchSize: 4);

        Numbers(loader).Should().Equal("1 2 5 6", "7 8");
        Numbers(loader).Should().Equal("1 2 5 6", "7 8");
        loader.BatchesPerEpoch.Should().Be(2);
    }

    [Fact]
    public void Processes_share_each_batch_and_skip_what_was_used()
    {
        using var source = new NumberedImages(13, 5);

        Shares(skip: 0).Should().Equal("0 1 2; 6 7", "3 4; 8 9"); // The last 3 images are not 2 for each process.
        Shares(skip: 1).Should().Equal("6 7", "8 9");

        IEnumerable<string> Shares(long skip) => Enumerable.Range(0, 2).Select(rank =>
        {
            using var loader = new BatchLoader(source, Format, batchSize: 5, skip: skip, processes: new RunProcesses(rank, 2));
            string[] batches = [.. loader.ReadEpoch(CancellationToken.None).Select(batch => string.Join(' ', batch.Pixels.Take(batch.Count)))];
            return string.Join("; ", batches);
        });
    }

    [Theory]
    [InlineData(8, "0-3 3-3 6-2")]
    [InlineData(9, "0-3 3-3 6-3")]
    public void The_shares_of_a_batch_differ_by_at_most_one_image(int images, string shares) => string.Join(' ', Enumerable.Range(0, 3)
        .Select(rank => new RunProcesses(rank, 3).ShareOf(images))
        .Select(share => $"{share.First}-{share.Count}")).Should().Be(shares);

    [Fact]
    public void A_share_without_readable_images_is_an_error()
    {
        using var source = new NumberedImages(8, 4, 5, 6);
        using var loader = new BatchLoader(source, Format, batchSize: 8, processes: new RunProcesses(1, 2));

        loader.Invoking(it => it.ReadEpoch(CancellationToken.None).Count()).Should().Throw<SampleException>()
            .WithMessage("--data: this process needs at least 2 readable images in its share of 4 images of a batch, but has 1.*");
    }

    [Fact]
    public void Epochs_repeat_without_limit()
    {
        using var source = new NumberedImages(5);
        using var loader = new BatchLoader(source, Format, batchSize: 3);

        for (int epoch = 1; epoch <= 20; epoch++)
        {
            Numbers(loader).Should().Equal("0 1 2", "3 4");
        }
    }

    [Fact]
    public void A_resumed_run_gets_the_remaining_batches()
    {
        using var source = new NumberedImages(10, 0, 3);
        using var loader = new BatchLoader(source, Format, batchSize: 3, epoch: 2, skip: 2);

        Numbers(loader).Should().Equal("8 9");
        loader.EpochIsOver.Should().BeTrue();
        Numbers(loader).Should().Equal("1 2 4", "5 6 7", "8 9");
    }

    [Fact]
    public void An_epoch_is_over_only_after_it_was_read_completely()
    {
        using var source = new NumberedImages(4);
        using var loader = new BatchLoader(source, Format, batchSize: 2);

        loader.ReadEpoch(CancellationToken.None).Take(2).Should().HaveCount(2);
        loader.EpochIsOver.Should().BeFalse();
        loader.ReadEpoch(CancellationToken.None).Should().BeEmpty();
        loader.EpochIsOver.Should().BeTrue();
    }

    [Fact]
    public void Cancellation_ends_an_epoch()
    {
        using var source = new NumberedImages(1000);
        using var loader = new BatchLoader(source, Format, batchSize: 2);
        using var stop = new CancellationTokenSource();

        int read = 0;
        foreach (Batch batch in loader.ReadEpoch(stop.Token))
        {
            read += batch.Count;
            stop.Cancel();
        }

        read.Should().BeLessThan(1000);
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_a_read_that_hangs()
    {
        using var source = new HangingImages();
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() =>
        {
            using var loader = new BatchLoader(source, Format, batchSize: 2);
            return loader.ReadEpoch(stop.Token).Count();
        });
        source.Reading.Wait();

        await stop.CancelAsync();

        // The read still hangs. The limit only ends the test if the run does not end.
        (await run.WaitAsync(TimeSpan.FromMinutes(2))).Should().Be(0);
    }

    [Fact]
    public void An_exception_of_the_source_reaches_the_training_thread()
    {
        using var source = new NumberedImages(4) { Failure = new InsufficientMemoryException() };
        using var loader = new BatchLoader(source, Format, batchSize: 2);

        loader.Invoking(batches => batches.ReadEpoch(CancellationToken.None).Count()).Should().Throw<InsufficientMemoryException>();
    }

    [Fact]
    public void An_epoch_without_a_readable_image_is_empty()
    {
        using var source = new NumberedImages(2, 0, 1);
        using var loader = new BatchLoader(source, Format, batchSize: 2);

        loader.ReadEpoch(CancellationToken.None).Should().BeEmpty();
    }

    private static string[] Numbers(BatchLoader loader) =>
        [.. loader.ReadEpoch(CancellationToken.None).Select(batch => string.Join(' ', batch.Pixels[..batch.Count]))];
}
