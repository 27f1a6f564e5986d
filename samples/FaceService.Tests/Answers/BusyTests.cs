using System.Net;
using System.Threading.RateLimiting;
using FaceService.Answers;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Answers;

/// <summary>Two places and a queue of two, with a model that ends its runs when told.</summary>
public sealed class BusyTests : IAsyncDisposable
{
    private readonly GatedModel model = new();
    private readonly RunningService service;

    public BusyTests() => service = new RunningService(model, "--concurrency", "2", "--queue", "2");

    public ValueTask DisposeAsync()
    {
        model.Open(1000);
        return service.DisposeAsync();
    }

    [Fact]
    public async Task As_many_pictures_as_there_are_places_are_made_at_once_and_what_the_queue_cannot_hold_is_refused()
    {
        Task<HttpResponseMessage>[] asked = [.. await FillAsync()];
        using HttpResponseMessage refused = await service.Client.GetAsync("faces/5.png");
        model.Open(4);
        HttpResponseMessage[] answers = await Task.WhenAll(asked);

        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        refused.Headers.ETag.Should().BeNull();
        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        model.MostAtOnce.Should().Be(2);
    }

    [Fact]
    public async Task A_busy_service_still_says_what_is_known_refuses_what_is_wrong_and_hands_out_its_page()
    {
        await FillAsync();
        using var known = new HttpRequestMessage(HttpMethod.Get, "faces/1.png");
        known.Headers.TryAddWithoutValidation("If-None-Match", "*");

        using HttpResponseMessage unchanged = await service.Client.SendAsync(known);
        using HttpResponseMessage wrong = await service.Client.GetAsync("faces/x.png");
        using HttpResponseMessage page = await service.Client.GetAsync("");

        unchanged.StatusCode.Should().Be(HttpStatusCode.NotModified);
        wrong.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_run_and_frees_its_place()
    {
        using (HttpClient client = service.NewClient())
        {
            Task<HttpResponseMessage> walk = client.GetAsync("walk?from=1&to=2&frames=120");
            await Eventually.Holds(() => model.Running == 1, "the walk runs");
            client.CancelPendingRequests();
            await walk.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        await Eventually.Holds(() => model is { Cancelled: 1, Running: 0 }, "the walk is given up");
        await Eventually.Holds(() => Now.CurrentAvailablePermits == 2, "its place is free");
        Task<HttpResponseMessage>[] others = [.. await FillAsync()];
        model.Open(4);

        (await Task.WhenAll(others)).Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_goes_while_it_waits_frees_its_place_in_the_queue()
    {
        Task<HttpResponseMessage>[] running = [Ask("faces/1.png"), Ask("faces/2.png")];
        await Eventually.Holds(() => model.Running == 2, "both places are taken");
        for (int time = 0; time < 5; time++)
        {
            // The queue holds two: were those who have gone still in it, the third would be refused.
            using HttpClient client = service.NewClient();
            Task<HttpResponseMessage> waiting = client.GetAsync("faces/3.png");
            await Eventually.Holds(() => Now.CurrentQueuedCount == 1, "the client waits");
            client.CancelPendingRequests();
            await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
            await Eventually.Holds(() => Now.CurrentQueuedCount == 0, "nobody waits");
        }

        Task<HttpResponseMessage> last = Ask("faces/4.png");
        model.Open(3);

        (await last).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Task.WhenAll(running)).Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        model.Started.Should().Be(3);
    }

    private RateLimiterStatistics Now => service.Part<PictureGate>().Statistics;

    private Task<HttpResponseMessage> Ask(string path) => service.Client.GetAsync(path);

    /// <summary>Takes both places and the queue: of five that ask, one is refused at once.</summary>
    private async Task<IReadOnlyList<Task<HttpResponseMessage>>> FillAsync()
    {
        var asked = new List<Task<HttpResponseMessage>>();
        for (int seed = 0; seed < 5; seed++)
        {
            asked.Add(Ask($"faces/{seed}.png"));
        }

        Task<HttpResponseMessage> refused = await Task.WhenAny(asked);
        (await refused).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        asked.Remove(refused);
        return asked;
    }
}
