using System.Buffers.Binary;
using System.Net;
using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

public sealed class SnapshotTests
{
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
            await isInStep.Task;

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

        var steps = new HashSet<long>();
        for (int request = 0; request < 200 || steps.Count < 5; request++)
        {
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
    public async Task Too_many_requests_are_refused()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("Depths", "4,4"));
        await studio.TrainAsync(1);

        // A picture of 256 faces is larger than the buffers between client and server, so each of the first requests keeps its place
        // until it is read.
        List<Task<HttpResponseMessage>> unread =
        [
            .. Enumerable.Range(0, Environment.ProcessorCount + StudioApp.MaxWaiting + 1)
                .Select(_ => studio.Client.GetAsync("faces?count=256", HttpCompletionOption.ResponseHeadersRead)),
        ];
        HttpStatusCode[] first = [.. Enumerable.Repeat(HttpStatusCode.OK, Environment.ProcessorCount), HttpStatusCode.ServiceUnavailable];
        var answers = new List<HttpResponseMessage>();
        while (answers.Count < first.Length)
        {
            Task<HttpResponseMessage> next = await Task.WhenAny(unread);
            unread.Remove(next);
            answers.Add(await next);
        }

        answers.Select(answer => answer.StatusCode).Should().BeEquivalentTo(first);
        answers.ForEach(answer => answer.Dispose());
        foreach (Task<HttpResponseMessage> waiting in unread)
        {
            using HttpResponseMessage answer = await waiting;
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private static (int Width, int Height) Size(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
