using System.Net;
using FaceService.Endpoints;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Endpoints;

public sealed class CoreQueueTests
{
    private static readonly IPAddress Greedy = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Modest = IPAddress.Parse("10.0.0.2");

    [Fact]
    public async Task Clients_take_turns_and_each_clients_requests_keep_their_order()
    {
        var queue = new CoreQueue(1);
        IDisposable core = await queue.TakeAsync(Greedy, CancellationToken.None);
        Task<IDisposable>[] requests =
        [
            .. Enumerable.Range(0, 3).Select(_ => queue.TakeAsync(Greedy, CancellationToken.None)),
            queue.TakeAsync(Modest, CancellationToken.None),
        ];
        var order = new List<int>();
        while (order.Count < requests.Length)
        {
            core.Dispose();
            Task<IDisposable> next = await Task.WhenAny(requests.Where((_, index) => !order.Contains(index))).WaitAsync(Wait.Limit);
            order.Add(Array.IndexOf(requests, next));
            core = await next;
        }

        order.Should().Equal(0, 3, 1, 2);
    }

    [Fact]
    public async Task A_core_given_back_serves_one_request_even_if_it_is_given_back_twice()
    {
        var queue = new CoreQueue(2);
        IDisposable first = await queue.TakeAsync(Greedy, CancellationToken.None);
        using IDisposable second = await queue.TakeAsync(Greedy, CancellationToken.None);
        Task<IDisposable> third = queue.TakeAsync(Modest, CancellationToken.None);
        Task<IDisposable> fourth = queue.TakeAsync(Modest, CancellationToken.None);
        queue.Waiting.Should().Be(2);

        first.Dispose();
        first.Dispose();

        await third.WaitAsync(Wait.Limit);
        queue.Waiting.Should().Be(1);
        fourth.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_canceled_request_leaves_the_queue_and_costs_no_core()
    {
        using var source = new CancellationTokenSource();
        var queue = new CoreQueue(1);
        IDisposable core = await queue.TakeAsync(Greedy, CancellationToken.None);
        Task<IDisposable> canceled = queue.TakeAsync(Greedy, source.Token);
        Task<IDisposable> kept = queue.TakeAsync(Modest, CancellationToken.None);

        await source.CancelAsync();

        await canceled.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        queue.Waiting.Should().Be(1);
        core.Dispose();
        (await kept.WaitAsync(Wait.Limit)).Dispose();
        (await queue.TakeAsync(Greedy, CancellationToken.None).WaitAsync(Wait.Limit)).Dispose();
    }
}
