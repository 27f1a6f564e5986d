using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class PixelCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordedLog log = new();

    public PixelCacheTests()
    {
        for (int image = 0; image < 5; image++)
        {
            folder.Write($"data/{image}.png", TestImages.Gray((byte)(10 * image)));
        }

        folder.Write("data/broken.png", [1]);
    }

    private string Cache => folder.File("cache");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_are_decoded_once_and_later_runs_read_the_same_file()
    {
        var progress = new List<double>();
        using (ImageFolder first = Open(progress))
        {
            first.IsCached.Should().BeTrue();
            first.Unreadable.Should().Be(1);
            progress.Should().Equal(1);
            Levels(first).Should().Equal(0, 10, 20, 30, 40, -1);
        }

        progress.Clear();
        using ImageFolder second = Open(progress);
        folder.Write("data/3.png", [1]); // It is not read again.
        Levels(second).Should().Equal(0, 10, 20, 30, 40, -1);
        second.Unreadable.Should().Be(1);
        progress.Should().BeEmpty();
        Directory.GetFiles(Cache).Should().ContainSingle();
        log.Messages.Should().HaveCount(2, "each run names the file").And.OnlyContain(message => message.StartsWith("broken.png: skipped", StringComparison.Ordinal));
    }

    [Fact]
    public void An_image_that_could_not_be_read_is_tried_again_in_the_next_run()
    {
        string file = folder.File("data/3.png");
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            using ImageFolder first = Open();
            Levels(first).Should().Equal(0, 10, 20, -1, 40, -1);
        }

        using ImageFolder second = Open();
        Levels(second).Should().Equal(0, 10, 20, 30, 40, -1);
    }

    [Fact]
    public void Folders_whose_files_have_the_same_names_sizes_and_times_have_their_own_cache_files()
    {
        foreach (byte image in new byte[] { 0, 1 })
        {
            folder.Write($"one/{image}.png", TestImages.Gray((byte)(image + 50)));
            folder.Write($"two/{image}.png", TestImages.Gray((byte)(image + 60)));
        }

        foreach (string file in Directory.GetFiles(folder.File("one")).Concat(Directory.GetFiles(folder.File("two"))))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        using (ImageFolder one = ImageFolder.Open(folder.File("one"), Cached(new(4, 4, 1))))
        {
            Levels(one).Should().Equal(50, 51);
        }

        using (ImageFolder two = ImageFolder.Open(folder.File("two"), Cached(new(4, 4, 1))))
        {
            Levels(two).Should().Equal(60, 61);
        }

        Directory.Delete(folder.File("one"), recursive: true);
        Directory.Move(folder.File("two"), folder.File("one"));
        using ImageFolder replaced = ImageFolder.Open(folder.File("one"), Cached(new(4, 4, 1)));
        Levels(replaced).Should().Equal(60, 61);
    }

    [Fact]
    public void A_link_whose_target_has_changed_is_decoded_again()
    {
        folder.Write("elsewhere.png", TestImages.Gray(70));
        File.CreateSymbolicLink(folder.File("data/link.png"), folder.File("elsewhere.png"));
        Open().Dispose();
        folder.Write("elsewhere.png", TestImages.Gray(80));

        using ImageFolder images = Open();

        Levels(images)[^1].Should().Be(80);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_skipped_like_any_file_that_cannot_be_read()
    {
        File.CreateSymbolicLink(folder.File("data/link.png"), folder.File("nowhere.png"));

        using ImageFolder images = Open();

        images.IsCached.Should().BeTrue();
        Levels(images).Should().Equal(0, 10, 20, 30, 40, -1, -1);
    }

    [Fact]
    public void Changed_files_and_other_formats_have_another_cache_file()
    {
        Open().Dispose();
        folder.Write("data/3.png", TestImages.Gray(99, size: 9));

        using ImageFolder changed = Open();
        using ImageFolder larger = Open(format: new(6, 4, 1));

        Levels(changed)[3].Should().Be(99);
        Directory.GetFiles(Cache).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("other magic bytes")]
    [InlineData("other images")]
    [InlineData("nothing after the header")]
    public void A_damaged_cache_file_is_written_again(string damage)
    {
        Open().Dispose();
        string file = Directory.GetFiles(Cache).Single();
        byte[] content = File.ReadAllBytes(file);
        File.WriteAllBytes(file, damage switch
        {
            "shorter" => content[..^1],
            "other magic bytes" => [0, .. content[1..]],
            "other images" => [.. content[..20], (byte)~content[20], .. content[21..]],
            _ => [.. content[..64], .. new byte[content.Length - 64]],
        });

        using ImageFolder images = Open();

        Levels(images).Should().Equal(0, 10, 20, 30, 40, -1);
        File.ReadAllBytes(file).Should().Equal(content);
    }

    [Fact]
    public void A_file_that_is_cut_off_while_it_is_used_is_an_exception()
    {
        using ImageFolder images = Open();
        string file = Directory.GetFiles(Cache).Single();
        using (var cut = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            cut.SetLength(70);
        }

        images.Invoking(it => it.TryRead(4, new byte[16])).Should().Throw<EndOfStreamException>()
            .WithMessage($"{file}: the cache file was cut off while it was used. Delete it, and start again.");
    }

    [Fact]
    public void Without_a_place_for_the_cache_images_are_decoded_as_they_are_needed()
    {
        folder.Write("cache", [1]); // A file is where the folder should be.

        using ImageFolder images = Open();

        images.IsCached.Should().BeFalse();
        Levels(images).Should().Equal(0, 10, 20, 30, 40, -1);
        log.Messages.First().Should().StartWith($"{Cache}: cannot be used as a cache for decoded images. ");
    }

    [Fact]
    public void A_cache_can_be_used_for_images_that_fit_into_memory_which_are_kept_there_if_it_fails()
    {
        var options = new ImageFolderOptions { Format = new(4, 4, 1), CacheFolder = Cache, AlwaysCache = true };
        using (ImageFolder images = ImageFolder.Open(folder.File("data"), options))
        {
            images.IsCached.Should().BeTrue();
        }

        Directory.Delete(Cache, recursive: true);
        folder.Write("cache", [1]);
        using ImageFolder kept = ImageFolder.Open(folder.File("data"), options);
        Levels(kept);
        Directory.Delete(folder.File("data"), recursive: true);
        Levels(kept).Should().Equal(0, 10, 20, 30, 40, -1);
    }

    [Fact]
    public void Images_that_fit_into_memory_need_no_cache()
    {
        using ImageFolder images = ImageFolder.Open(folder.File("data"), new() { Format = new(4, 4, 1), CacheFolder = Cache });

        images.IsCached.Should().BeFalse();
        Directory.Exists(Cache).Should().BeFalse();
    }

    [Fact]
    public async Task Runs_that_start_at_the_same_time_share_the_file()
    {
        using var barrier = new Barrier(4);

        ImageFolder[] opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return Open();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        opened.Should().OnlyContain(images => images.IsCached);
        opened.Select(Levels).Should().AllSatisfy(levels => levels.Should().Equal(0, 10, 20, 30, 40, -1));
        Directory.GetFiles(Cache).Should().ContainSingle();
        Array.ForEach(opened, images => images.Dispose());
    }

    [Fact]
    public void Cancellation_leaves_no_file()
    {
        using var stop = new CancellationTokenSource();

        FluentActions.Invoking(() => ImageFolder.Open(folder.File("data"), Cached(new(4, 4, 1)), log, new OnReport(_ => stop.Cancel()), stop.Token))
            .Should().Throw<OperationCanceledException>();

        // The writer ends after the last image, which may be before it sees the cancellation.
        SpinWait.SpinUntil(() => Directory.GetFiles(Cache, "*.partial").Length == 0, TimeSpan.FromMinutes(10)).Should().BeTrue();
    }

    private static int[] Levels(ImageFolder images) =>
    [
        .. Enumerable.Range(0, images.Count).Select(index =>
        {
            byte[] pixels = new byte[images.Format.Bytes];
            return images.TryRead(index, pixels) ? pixels[^1] : -1;
        }),
    ];

    private ImageFolder Open(List<double>? progress = null, ImageFormat? format = null) => ImageFolder.Open(
        folder.File("data"), Cached(format ?? new(4, 4, 1)), log, new OnReport(value => progress?.Add(value)));

    private ImageFolderOptions Cached(ImageFormat format) => new() { Format = format, MemoryLimit = 0, CacheFolder = Cache };

    private sealed class OnReport(Action<double> handle) : IProgress<double>
    {
        public void Report(double value) => handle(value);
    }
}
