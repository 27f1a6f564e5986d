using System.Net;
using FaceService.Endpoints;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FaceService.Tests.Endpoints;

/// <summary>Clients that do not read, over real sockets. A grid of 2x4 faces is a file of 1.6 MB, more than the system buffers.</summary>
public sealed class SlowReaderTests
{
    private const string Grid = "grid.png?seed=1&rows=2&cols=4";
    private const int GridBytes = 2 * 4 * 256 * 256 * 3;

    private readonly FakeTimeProvider time = new();
    private readonly NoiseModel model = new();

    [Fact]
    public async Task A_picture_keeps_its_place_until_the_client_has_read_it()
    {
        await using var service = new RunningService(model, time, "--concurrency", "1", "--queue", "1", "--share", "3");
        using SlowClient first = await BeginAsync(service);
        using SlowClient second = await BeginAsync(service);

        (int status, string? detail) = await service.GetProblemAsync("faces/1.png");
        (int bytes, bool isComplete) = await first.ReadToEndAsync();
        await Wait.UntilAsync(() => service.Resolve<PictureLimiter>().FreePlaces == 1, "the place is free");
        using HttpResponseMessage next = await service.Client.GetAsync("faces/1.png");

        status.Should().Be(503, "both places hold a picture that is not sent");
        detail.Should().Be("service: overloaded, the request queue is full; retry after 1 second.");
        isComplete.Should().BeTrue();
        bytes.Should().BeGreaterThan(GridBytes);
        next.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_core_is_free_while_a_picture_is_sent()
    {
        await using var service = new RunningService(model, time, "--concurrency", "1", "--queue", "1", "--share", "3");
        using SlowClient slow = await BeginAsync(service);

        using HttpResponseMessage face = await service.Client.GetAsync("faces/1.png");

        face.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--stall", "3600", "--deadline", "60", 60)]
    [InlineData("--stall", "5", "--deadline", "3600", 5)]
    public async Task A_client_that_reads_nothing_is_disconnected_and_loses_its_place(
        string option, string value, string otherOption, string otherValue, int seconds)
    {
        await using var service = new RunningService(
            model, time, "--concurrency", "1", "--queue", "0", option, value, otherOption, otherValue);
        using SlowClient slow = await BeginAsync(service);

        // Again and again: the part that the system does not take may not have begun when the time passes first.
        await Wait.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                return service.Resolve<PictureLimiter>().FreePlaces == 1;
            },
            "the place is free");
        (int bytes, bool isComplete) = await slow.ReadToEndAsync();
        isComplete.Should().BeFalse();
        bytes.Should().BeLessThan(GridBytes / 2);
        using HttpResponseMessage face = await service.Client.GetAsync("faces/1.png");
        face.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_gets_only_its_share_of_the_places()
    {
        await using var service = new RunningService(model, time, "--concurrency", "1", "--queue", "3");
        using SlowClient first = await BeginAsync(service);
        using SlowClient second = await BeginAsync(service);

        (int status, string? detail) = await service.GetProblemAsync("faces/1.png");

        status.Should().Be(429);
        detail.Should().Be("client: 2 picture requests of this address are in progress, the most that one address may have; retry after 1 second.");
        service.Resolve<PictureLimiter>().FreePlaces.Should().Be(2);
    }

    [Fact]
    public async Task A_picture_waits_before_it_is_generated_until_the_memory_is_free()
    {
        await using var service = new RunningService(model, time, "--concurrency", "2", "--queue", "2", "--memory", "2");
        var client = IPAddress.Parse("127.0.0.1");
        using SlowClient slow = await BeginAsync(service);
        int generated = model.Generated;

        Task<HttpResponseMessage> waiting = service.Client.GetAsync(Grid);
        await Wait.UntilAsync(() => service.Resolve<PictureLimiter>().IsWaitingForMemory(client), "the second request waits for memory");
        model.Generated.Should().Be(generated);
        await slow.ReadToEndAsync();

        using HttpResponseMessage response = await waiting;
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_gets_half_of_the_connections()
    {
        await using var service = new RunningService(model, time, "--connections", "2");
        using (HttpResponseMessage held = await service.Client.GetAsync("health"))
        {
            held.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using HttpClient other = service.NewClient();
        Func<Task> second = () => other.GetAsync("health");

        await second.Should().ThrowAsync<HttpRequestException>();
        using HttpResponseMessage again = await service.Client.GetAsync("health");
        again.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Requests the grid, and waits until the service has begun to send it.</summary>
    private static async Task<SlowClient> BeginAsync(RunningService service)
    {
        SlowClient client = await SlowClient.RequestAsync(service.Address, Grid);
        await Wait.UntilAsync(() => client.HasResponse, "the picture is being sent");
        return client;
    }
}
