using System.Buffers.Binary;
using System.Net;
using System.Threading.RateLimiting;
using Dcgan.Core;
using FaceService.Tests;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FaceStudio.Tests;

public sealed class SnapshotTests
{
    /// <summary>Only a bug reaches it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Faces_do_not_wait_for_a_step()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var gate = new ManualResetEventSlim();
        var isInStep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var studio = new RunningStudio(folder, logger =>
        {
            DcganTrainer trainer = DcganPreset.Recommended.For([4]).CreateTrainer(logger: logger);
            trainer.Discriminator.register_forward_hook((_, _, logits) =>
            {
                if (trainer.StepCount == 3)
                {
                    isInStep.TrySetResult(); // The trainer holds its lock.
                    gate.Wait();
                }

                return logits;
            });
            return trainer;
        });

        try
        {
            await studio.SendAsync("start");
            await isInStep.Task.WaitAsync(Limit);

            (await studio.FacesAsync("count=4&seed=1")).Step.Should().Be(2);
            (await studio.StatusAsync()).Step.Should().Be(3);
        }
        finally
        {
            gate.Set();
        }

        await studio.Events.WaitAsync(status => status.Step > 3);
    }

    [Fact]
    public async Task The_seed_and_the_snapshot_determine_the_faces()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        long step = (await studio.TrainAsync(4)).SnapshotStep!.Value;
        (step % 2).Should().Be(0, "there is a snapshot every 2 steps");

        (byte[] Png, long Step) first = await studio.FacesAsync("count=4&seed=7");
        (byte[] Png, long Step) same = await studio.FacesAsync("count=4&seed=7");
        (byte[] Png, long Step) other = await studio.FacesAsync("count=4&seed=8");
        await studio.TrainAsync(step + 4);
        (byte[] Png, long Step) later = await studio.FacesAsync("count=4&seed=7");

        (first.Step, same.Step).Should().Be((step, step));
        same.Png.Should().Equal(first.Png);
        other.Png.Should().NotEqual(first.Png);
        later.Step.Should().BeGreaterThan(step);
        later.Png.Should().NotEqual(first.Png);
        Size(first.Png).Should().Be((16, 16), "a grid of 2x2 faces of 8x8 pixels");
        Size((await studio.FacesAsync("")).Png).Should().Be((64, 64), "by default, there are 64 faces");
    }

    [Fact]
    public async Task No_request_fails_while_snapshots_are_replaced()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("SnapshotSteps", "1"));
        await studio.SendAsync("start");
        await studio.Events.WaitAsync(status => status.SnapshotStep >= 1);

        using var limit = new CancellationTokenSource(Limit);
        var steps = new HashSet<long>();
        for (int request = 0; request < 200 || steps.Count < 5; request++)
        {
            limit.Token.ThrowIfCancellationRequested();
            steps.Add((await studio.FacesAsync($"count=1&seed={request}")).Step);
        }
    }

    [Fact]
    public async Task Before_the_first_snapshot_there_are_no_faces()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);

        (await studio.GetAsync("faces")).Should().Be((503, "There are no faces yet: start the training."));
    }

    [Theory]
    [InlineData("count=0", "count: must be an integer in [1, 256] but was \"0\".")]
    [InlineData("count=257", "count: must be an integer in [1, 256] but was \"257\".")]
    [InlineData("seed=x", "seed: must be an integer in [-9223372036854775808, 9223372036854775807] but was \"x\".")]
    [InlineData("sed=1", "query: unknown parameter \"sed\"; known parameters: count, seed, step.")]
    public async Task An_invalid_request_is_answered_with_one_sentence(string query, string sentence)
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);

        (await studio.GetAsync($"faces?{query}")).Should().Be((400, sentence));
    }

    [Fact]
    public async Task A_picture_has_at_most_16_million_pixels()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("Depths", "1,1,1,1,1,1,1")); // 512x512 pixels
        await studio.SendAsync("start");
        await studio.Events.WaitAsync(status => status.SnapshotStep is not null);
        await studio.SendAsync("stop");

        (await studio.StatusAsync()).MaxFaces.Should().Be(64);
        (await studio.GetAsync("faces?count=65")).Should().Be((400, "count: must be an integer in [1, 64] but was \"65\"."));
        Size((await studio.FacesAsync("")).Png).Should().Be((4096, 4096));
    }

    [Theory]
    [InlineData(64, 64, 256)]
    [InlineData(1024, 1024, 16)]
    [InlineData(768, 1024, 21)]
    [InlineData(8192, 4096, 1)]
    public void The_number_of_faces_in_a_picture_depends_on_their_size(int height, int width, int count) =>
        TrainingStatus.MaxFacesOf((height, width)).Should().Be(count);

    [Fact]
    public async Task Too_many_requests_are_refused()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        await studio.TrainAsync(1);
        ConcurrencyLimiter places = studio.Services.GetRequiredService<ConcurrencyLimiter>();
        RateLimitLease all = places.AttemptAcquire(Environment.ProcessorCount); // One thread for each picture.
        all.IsAcquired.Should().BeTrue();

        List<Task<(int Status, string? Detail)>> requests = [.. Enumerable.Range(0, FacesEndpoint.MaxWaiting + 1).Select(_ => studio.GetAsync("faces"))];
        Task<(int Status, string? Detail)> refused = await Task.WhenAny(requests).WaitAsync(Limit);
        (await refused).Should().Be((503, "Too many pictures are being drawn; try again later."));

        all.Dispose();
        requests.Remove(refused);
        (await Task.WhenAll(requests).WaitAsync(Limit)).Should().AllSatisfy(answer => answer.Status.Should().Be(200));
    }

    [Fact]
    public async Task Slow_readers_do_not_delay_other_requests()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("Depths", "4,4,4,4"));
        await studio.TrainAsync(1);

        // A picture of 256 faces is larger than the buffers between client and server, so nobody has sent all of it until it is read.
        var unread = new List<HttpResponseMessage>();
        for (int request = 0; request <= Environment.ProcessorCount; request++)
        {
            unread.Add(await studio.Client.GetAsync("faces?count=256", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit));
        }

        unread.Should().AllSatisfy(answer => answer.StatusCode.Should().Be(HttpStatusCode.OK));
        (int.MaxValue - studio.Services.GetRequiredService<FacesEndpoint>().FreeBytes)
            .Should().Be(unread.Count * 256L * 64 * 64 * 3, "none of them is sent");
        unread.ForEach(answer => answer.Dispose());
    }

    [Fact]
    public async Task Pictures_that_nobody_reads_take_a_bounded_amount_of_memory()
    {
        const int Picture = 256 * 64 * 64 * 3;
        const int Most = (3 * Picture) + 1000;
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, maxUnsentBytes: Most, settings: ("Depths", "4,4,4,4"));
        await studio.TrainAsync(1);
        var unread = new List<HttpResponseMessage>();
        Task<HttpResponseMessage> RequestAsync() => studio.Client.GetAsync("faces?count=256", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);

        HttpResponseMessage answer = await RequestAsync();
        while (answer.StatusCode == HttpStatusCode.OK)
        {
            unread.Count.Should().BeLessThan(3, "each picture is larger than the buffers between client and server");
            unread.Add(answer);
            answer = await RequestAsync();
        }

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Too many pictures are being sent; try again later.");
        unread.Should().HaveCount(3);
        unread.ForEach(response => response.Dispose());
        FacesEndpoint faces = studio.Services.GetRequiredService<FacesEndpoint>();
        await Wait.UntilAsync(() => faces.FreeBytes == Most, "the clients that have disconnected hold nothing");
        (await studio.FacesAsync("count=1")).Png.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_picture_larger_than_the_memory_for_pictures_is_served_alone()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, maxUnsentBytes: 1);
        await studio.TrainAsync(1);

        Size((await studio.FacesAsync("count=4")).Png).Should().Be((16, 16));
        Size((await studio.FacesAsync("count=4")).Png).Should().Be((16, 16));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 2)]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    public void As_many_pictures_are_drawn_at_once_as_have_cores_for_their_threads(int threads, int pictures) =>
        StudioApp.PicturesAtOnce(cores: 8, threads).Should().Be(pictures);

    private static (int Width, int Height) Size(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
