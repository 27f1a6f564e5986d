using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public class ImageBatchesTests
{
    [Theory]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(6, 4, new[] { 4, 2 })]
    [InlineData(9, 4, new[] { 4, 4 })]
    [InlineData(3, 4, new[] { 3 })]
    [InlineData(1, 4, new int[0])]
    public void The_last_batch_may_be_smaller_but_is_left_out_if_it_has_one_image(int images, int batch, int[] sizes)
    {
        using var source = new NumberedImages(images);
        ImageBatches batches = source.EpochBatches(batch, seed: 1);

        batches.Select(read => (int)read.Images.shape[0]).Should().Equal(sizes);
        batches.PerEpoch.Should().Be(sizes.Length);
    }

    [Fact]
    public void Pixels_become_tensors_in_minus_1_to_1_without_labels()
    {
        using var source = new NumberedImages(256);

        DcganBatch batch = source.EpochBatches(256, seed: 1).Select(Kept).Single();

        batch.Images.shape.Should().Equal(256, 1, 1, 1);
        batch.Images[0].item<float>().Should().Be(-1);
        batch.Images[255].item<float>().Should().Be(1);
        batch.Labels.Should().BeNull();
    }

    [Fact]
    public void Images_of_classes_have_labels_which_stay_with_them_beside_unreadable_images()
    {
        using var source = new NumberedImages(8, 1, 2) { Classes = 3 };

        var batches = source.EpochBatches(4, seed: 1)
            .Select(batch => $"{Text(batch)}: {string.Join(' ', batch.Labels!.data<long>().ToArray())}");

        batches.Should().Equal("0 3 4 5: 0 0 1 2", "6 7: 0 1");
    }

    [Fact]
    public void Unreadable_images_leave_no_gap()
    {
        using var source = new NumberedImages(10, 0, 3, 4, 9);
        ImageBatches batches = source.EpochBatches(4, seed: 1);

        Numbers(batches).Should().Equal("1 2 5 6", "7 8");
        Numbers(batches).Should().Equal("1 2 5 6", "7 8");
        batches.PerEpoch.Should().Be(2);
    }

    [Fact]
    public void An_epoch_without_two_readable_images_is_an_error()
    {
        using var source = new NumberedImages(4, 0, 1, 3);

        FluentActions.Invoking(() => Numbers(source.EpochBatches(4, seed: 1))).Should().Throw<InvalidDataException>()
            .WithMessage("NumberedImages: fewer than 2 of its 4 images can be read, so the epoch has no batch.");
        Numbers(source.EpochBatches(4, seed: 1, firstBatch: 1)).Should().BeEmpty("the rest of an epoch may have no batch");
    }

    [Fact]
    public void Processes_share_each_batch_and_skip_what_was_used()
    {
        using var source = new NumberedImages(13, 5);

        Shares(skip: 0).Should().Equal("0 1 2; 6 7", "3 4; 8 9"); // The last 3 images are not 2 for each process.
        Shares(skip: 1).Should().Equal("6 7", "8 9");

        IEnumerable<string> Shares(long skip) => Enumerable.Range(0, 2).Select(
            rank => string.Join("; ", Numbers(source.EpochBatches(5, seed: 1, firstBatch: skip, processes: new ProcessOf(rank, 2)))));
    }

    [Theory]
    [InlineData(8, "0-3 3-3 6-2")]
    [InlineData(9, "0-3 3-3 6-3")]
    public void The_shares_of_a_batch_differ_by_at_most_one_image(int images, string shares) => string.Join(' ', Enumerable.Range(0, 3)
        .Select(rank => new BatchShare(rank, 3).Of(images))
        .Select(share => $"{share.First}-{share.Count}")).Should().Be(shares);

    [Fact]
    public void A_share_without_readable_images_is_an_error()
    {
        using var source = new NumberedImages(8, 4, 5, 6);
        ImageBatches batches = source.EpochBatches(8, seed: 1, processes: new ProcessOf(1, 2));

        batches.Invoking(it => it.Count()).Should().Throw<InvalidDataException>()
            .WithMessage("This process needs at least 2 readable images in its part of 4 images of a batch, but has 1.*");
    }

    [Fact]
    public void A_resumed_run_gets_the_remaining_batches()
    {
        using var source = new NumberedImages(10, 0, 3);

        Numbers(source.EpochBatches(3, seed: 1, epoch: 1, firstBatch: 2)).Should().Equal("8 9");
    }

    [Fact]
    public void A_trainer_determines_seed_epoch_and_first_batch()
    {
        using var source = new ShuffledImages();
        using var trainer = DcganTrainer.Create(
            new GeneratorOptions { BaseSize = 1, Depths = [1], LatentSize = 1, ImageChannels = 1 }, options: new DcganTrainerOptions { Seed = 7 });
        string[] first = Numbers(source.EpochBatches(4, seed: 7, epoch: 0)), second = Numbers(source.EpochBatches(4, seed: 7, epoch: 1));

        first.Should().NotEqual(second);
        Numbers(source.Batches(trainer, 4)).Should().Equal(first);
        trainer.Train(source.Batches(trainer, 4).Take(2));
        Numbers(source.Batches(trainer, 4)).Should().Equal(first.Skip(2));
        trainer.NextEpoch();
        Numbers(source.Batches(trainer, 4)).Should().Equal(second);
    }

    [Fact]
    public void Batches_of_a_trainer_follow_its_epochs()
    {
        using var source = new ShuffledImages();
        using var trainer = DcganTrainer.Create(new GeneratorOptions { BaseSize = 1, Depths = [1], LatentSize = 1, ImageChannels = 1 });
        ImageBatches batches = source.Batches(trainer, 4);
        string[] first = Numbers(batches);

        trainer.NextEpoch();

        Numbers(batches).Should().NotEqual(first).And.Equal(Numbers(source.EpochBatches(4, seed: trainer.Options.Seed, epoch: 1)));
    }

    [Fact]
    public void Images_that_do_not_fit_the_networks_are_rejected()
    {
        using var source = new NumberedImages(4);
        using var trainer = DcganTrainer.Create(new GeneratorOptions { BaseSize = (1, 2), Depths = [1], LatentSize = 1, ImageChannels = 1 });
        using var classes = DcganTrainer.Create(new GeneratorOptions { BaseSize = 1, Depths = [1], LatentSize = 1, ImageChannels = 1, Classes = 3 });
        using var plain = new ShuffledImages();

        source.Invoking(it => it.Batches(trainer, 2)).Should().Throw<ArgumentException>().WithParameterName("trainer").WithMessage(
            "trainer: the networks have images of 2x4x1, but the images are 1x1x1; read them with Format = ImageFormat.Of(trainer.Generator.Options).*");
        plain.Invoking(it => it.Batches(classes, 2)).Should().Throw<ArgumentException>().WithMessage(
            "trainer: the networks have 3 classes, but the images have 0.*");

        using var other = DcganTrainer.Create(new GeneratorOptions
        {
            BaseSize = 1,
            Depths = [1],
            LatentSize = 1,
            ImageChannels = 1,
            Classes = 2,
            ClassNames = ["class 0", "dog"],
        });
        using var shuffled = new ShuffledImages { Classes = ["class 0", "class 1"] };
        shuffled.Invoking(it => it.Batches(other, 2)).Should().Throw<ArgumentException>().WithMessage(
            "trainer: class 1 of the networks is dog, but that of the images is class 1; the classes must have the same names in the same order.*");
    }

    [Fact]
    public void A_batch_is_disposed_when_the_next_one_is_requested()
    {
        using var source = new NumberedImages(4);

        DcganBatch[] batches = [.. source.EpochBatches(2, seed: 1)];

        batches.Should().OnlyContain(batch => batch.Images.IsInvalid);
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_a_read_that_hangs()
    {
        using var source = new HangingImages();
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => source.EpochBatches(2, seed: 1, cancellationToken: stop.Token).Count());
        source.Reading.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue("only a bug reaches the limit");

        await stop.CancelAsync();

        // The read still hangs. The limit only ends the test if the run does not end.
        await run.Invoking(it => it.WaitAsync(TimeSpan.FromMinutes(10))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void An_exception_of_the_source_reaches_the_training_thread()
    {
        using var source = new NumberedImages(4) { Failure = new InsufficientMemoryException() };

        source.EpochBatches(2, seed: 1).Invoking(batches => batches.Count()).Should().ThrowExactly<InsufficientMemoryException>();
    }

    [Theory]
    [InlineData(1, 0, 1, "batchSize: must be at least 2 but was 1.*")]
    [InlineData(4, -1, 1, "firstBatch: must be at least 0 but was -1.*")]
    [InlineData(4, 0, 0, "workers: must be at least 1 but was 0.*")]
    public void Numbers_out_of_range_are_rejected(int batchSize, long firstBatch, int workers, string message)
    {
        using var source = new NumberedImages(8);

        source.Invoking(it => it.EpochBatches(batchSize, seed: 1, firstBatch: firstBatch, workers: workers))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    private static string[] Numbers(ImageBatches batches) => [.. batches.Select(Text)];

    private static string Text(DcganBatch batch) => string.Join(' ', ImagePixels.FromImage(batch.Images.reshape(1, 1, -1)));

    private static DcganBatch Kept(DcganBatch batch) => new(batch.Images.clone(), batch.Labels?.clone());

    /// <summary>Numbered 2x2 images in shuffled order.</summary>
    private sealed class ShuffledImages : ImageSource
    {
        public override ImageFormat Format => new(2, 2, 1);

        public override int Count => 16;

        public IReadOnlyList<string> Classes { get; init; } = [];

        public override IReadOnlyList<string> ClassNames => Classes;

        public override bool TryRead(long index, Span<byte> pixels)
        {
            pixels.Fill((byte)(10 * index));
            return true;
        }
    }
}
