using FaceService.Endpoints;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FaceService.Tests.Endpoints;

/// <summary>Sends 100,000 bytes, which are four parts, to a body that takes a part when the test says so.</summary>
public sealed class PictureSenderTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly GatedBody body = new();
    private readonly Lifetime lifetime = new();
    private readonly DataRate rate = new();
    private readonly byte[] file = [.. Enumerable.Range(0, 100_000).Select(index => (byte)(index % 251))];
    private readonly DefaultHttpContext context = new();

    public PictureSenderTests()
    {
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpMinResponseDataRateFeature>(rate);
    }

    public void Dispose()
    {
        body.Dispose();
        lifetime.Dispose();
    }

    [Fact]
    public async Task Each_part_waits_for_the_previous_one()
    {
        Task send = SendAsync();
        foreach (int expected in new[] { 32_768, 32_768, 32_768, 1_696 })
        {
            (int length, TaskCompletionSource done) = await body.NextWriteAsync();
            length.Should().Be(expected);
            send.IsCompleted.Should().BeFalse();
            done.SetResult();
        }

        await send;

        body.Bytes.Should().Equal(file);
        context.Response.ContentLength.Should().Be(100_000);
        context.Response.ContentType.Should().Be("image/png");
        rate.MinDataRate.Should().BeNull("the server would disconnect a slow client before --stall");
        lifetime.IsAborted.Should().BeFalse();
    }

    [Fact]
    public async Task A_part_that_is_not_taken_within_5_s_ends_the_connection()
    {
        Task send = SendAsync();
        (_, TaskCompletionSource first) = await body.NextWriteAsync();
        time.Advance(TimeSpan.FromSeconds(4.9));
        first.SetResult();
        (_, TaskCompletionSource second) = await body.NextWriteAsync();
        time.Advance(TimeSpan.FromSeconds(4.9));
        second.Task.IsCompleted.Should().BeFalse("each part has its own 5 s");
        lifetime.IsAborted.Should().BeFalse();

        time.Advance(TimeSpan.FromSeconds(0.1));
        await send;

        lifetime.IsAborted.Should().BeTrue();
        second.Task.IsCanceled.Should().BeTrue();
    }

    [Fact]
    public async Task A_client_that_reads_steadily_but_not_within_60_s_is_disconnected()
    {
        Task send = SendAsync(new byte[32_768 * 20]);
        for (int part = 0; part < 14; part++)
        {
            (_, TaskCompletionSource done) = await body.NextWriteAsync();
            time.Advance(TimeSpan.FromSeconds(4));
            done.SetResult();
        }

        await body.NextWriteAsync();
        time.Advance(TimeSpan.FromSeconds(3.9));
        lifetime.IsAborted.Should().BeFalse("59.9 s have passed");
        time.Advance(TimeSpan.FromSeconds(0.1));
        await send;

        lifetime.IsAborted.Should().BeTrue();
        body.Bytes.Should().HaveCount(32_768 * 15);
    }

    [Fact]
    public async Task A_client_that_disconnects_cancels_the_send()
    {
        Task send = SendAsync();
        await body.NextWriteAsync();

        lifetime.Abort();

        await send.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task SendAsync(byte[]? bytes = null) =>
        new PictureSender(new ClientLimits(), time, NullLogger<PictureSender>.Instance).SendAsync(context, bytes ?? file, "image/png").WaitAsync(Wait.Limit);

    private sealed class DataRate : IHttpMinResponseDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; } = new(1000, TimeSpan.FromSeconds(5));
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public Lifetime() => RequestAborted = source.Token;

        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort()
        {
            IsAborted = true;
            source.Cancel();
        }

        public void Dispose() => source.Dispose();
    }
}
