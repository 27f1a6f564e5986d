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

        // The same names, sizes and times: the content is not read again.
        DateTime time = File.GetLastWriteTimeUtc(folder.File("data/3.png"));
        long size = new FileInfo(folder.File("data/3.png")).Length;
        folder.Write("data/3.png", new byte[size]);
        File.SetLastWriteTimeUtc(folder.File("data/3.png"), time);

        progress.Clear();
        using ImageFolder second = Open(progress);
        Levels(second).Should().Equal(0, 10, 20, 30, 40, -1);
        second.Unreadable.Should().Be(1);
        progress.Should().BeEmpty();
        Directory.GetFiles(Cache).Should().ContainSingle();
        log.Messages.Should().ContainSingle().Which.Should().StartWith("broken.png: skipped");
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
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(20)]
    public void A_damaged_cache_file_is_written_again(int damage)
    {
        Open().Dispose();
        string file = Directory.GetFiles(Cache).Single();
        byte[] content = File.ReadAllBytes(file);
        File.WriteAllBytes(file, damage < 0 ? content[..^1] : [.. content[..damage], (byte)~content[damage], .. content[(damage + 1)..]]);

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
        SpinWait.SpinUntil(() => Directory.GetFiles(Cache, "*.partial").Length == 0, TimeSpan.FromMinutes(1)).Should().BeTrue();
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
