using System.Net;
using System.Threading.RateLimiting;
using FaceService.Endpoints;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Endpoints;

/// <summary>Load tests with concurrency 2, a queue of 2, and a model whose runs the test controls.</summary>
public sealed class BusyTests : IAsyncDisposable
{
    private readonly GatedModel model = new();
    private readonly RunningService service;

    public BusyTests() => service = new RunningService(model, "--concurrency", "2", "--queue", "2", "--share", "5");

    public ValueTask DisposeAsync()
    {
        model.Release(1000);
        return service.DisposeAsync();
    }

    [Fact]
    public async Task Requests_run_up_to_the_concurrency_limit_and_are_rejected_when_the_queue_is_full()
    {
        Task<HttpResponseMessage>[] requests = [.. await FillAsync()];
        using HttpResponseMessage rejected = await service.Client.GetAsync("faces/5.png");
        model.Release(4);
        HttpResponseMessage[] responses = await Task.WhenAll(requests);

        rejected.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        rejected.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        rejected.Headers.ETag.Should().BeNull();
        responses.Should().OnlyContain(response => response.StatusCode == HttpStatusCode.OK);
        model.MaxRunning.Should().Be(2);
    }

    [Fact]
    public async Task A_busy_service_still_revalidates_rejects_invalid_requests_and_serves_its_page()
    {
        await FillAsync();
        using var known = new HttpRequestMessage(HttpMethod.Get, "faces/1.png");
        known.Headers.TryAddWithoutValidation("If-None-Match", "*");

        using HttpResponseMessage unchanged = await service.Client.SendAsync(known);
        using HttpResponseMessage invalid = await service.Client.GetAsync("faces/x.png");
        using HttpResponseMessage page = await service.Client.GetAsync("");

        unchanged.StatusCode.Should().Be(HttpStatusCode.NotModified);
        invalid.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_rejected_if_the_requests_that_wait_for_memory_need_more_than_can_be_counted(bool ofClient)
    {
        const long Half = 64_000_000; // bytes: half of the default of --memory, all that one client gets
        const long Places = int.MaxValue; // of 1000 bytes each
        using var stop = new CancellationTokenSource();
        var reserved = new List<Task<RateLimitLease>>();
        long bytes = ofClient ? Half : 2 * Half;
        for (long left = Places + (bytes / 1000); left > 0; left -= bytes / 1000)
        {
            reserved.Add(ReserveAsync(Math.Min(bytes, left * 1000)));
        }

        (int status, string? detail) = await service.GetProblemAsync("faces/1.png");
        await stop.CancelAsync();

        (status, detail).Should().Be((503, "service: overloaded, the queue for memory is full; retry after 1 second."));
        model.Started.Should().Be(0);
        (await reserved[0]).Dispose();
        await Task.WhenAll(reserved.Skip(1)).Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();

        Task<RateLimitLease> ReserveAsync(long size) => ofClient
            ? Limiter.ReserveClientMemoryAsync(IPAddress.Loopback, size, stop.Token).AsTask()
            : Limiter.ReserveMemoryAsync(size, stop.Token).AsTask();
    }

    [Fact]
    public async Task A_client_disconnect_cancels_its_run_and_frees_its_place()
    {
        using (HttpClient client = service.NewClient())
        {
            Task<HttpResponseMessage> walk = client.GetAsync("walk?from=1&to=2&frames=120");
            await Wait.UntilAsync(() => model.Running == 1, "the animation request is running");
            client.CancelPendingRequests();
            await walk.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        await Wait.UntilAsync(() => model is { Canceled: 1, Running: 0 }, "the animation request is canceled");
        await Wait.UntilAsync(() => Limiter.FreePlaces == 4, "the place is free");
        Task<HttpResponseMessage>[] others = [.. await FillAsync()];
        model.Release(4);

        (await Task.WhenAll(others)).Should().OnlyContain(response => response.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_disconnect_while_queued_removes_the_request_from_the_queue()
    {
        Task<HttpResponseMessage>[] running = [GetAsync("faces/1.png"), GetAsync("faces/2.png")];
        await Wait.UntilAsync(() => model.Running == 2, "both permits are in use");
        for (int attempt = 0; attempt < 5; attempt++)
        {
            // The queue holds two requests. If disconnected clients stayed in it, the third request would be rejected.
            using HttpClient client = service.NewClient();
            Task<HttpResponseMessage> waiting = client.GetAsync("faces/3.png");
            await Wait.UntilAsync(() => Limiter.Waiting == 1, "the request is queued");
            client.CancelPendingRequests();
            await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
            await Wait.UntilAsync(() => Limiter.Waiting == 0, "the queue is empty");
        }

        Task<HttpResponseMessage> last = GetAsync("faces/4.png");
        model.Release(3);

        (await last).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Task.WhenAll(running)).Should().OnlyContain(response => response.StatusCode == HttpStatusCode.OK);
        model.Started.Should().Be(3);
    }

    private PictureLimiter Limiter => service.Resolve<PictureLimiter>();

    private Task<HttpResponseMessage> GetAsync(string path) => service.Client.GetAsync(path);

    /// <summary>Sends five requests: two use the permits, two wait in the queue, and one is rejected.</summary>
    private async Task<IReadOnlyList<Task<HttpResponseMessage>>> FillAsync()
    {
        var requests = new List<Task<HttpResponseMessage>>();
        for (int seed = 0; seed < 5; seed++)
        {
            requests.Add(GetAsync($"faces/{seed}.png"));
        }

        Task<HttpResponseMessage> rejected = await Task.WhenAny(requests);
        (await rejected).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        requests.Remove(rejected);
        return requests;
    }
}
