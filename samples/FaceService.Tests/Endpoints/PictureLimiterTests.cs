using System.Net;
using System.Threading.RateLimiting;
using FaceService.Endpoints;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Endpoints;

public sealed class PictureLimiterTests
{
    private static readonly IPAddress Greedy = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Modest = IPAddress.Parse("10.0.0.2");

    [Fact]
    public void Another_address_is_served_while_one_has_used_up_its_share()
    {
        using var limiter = new PictureLimiter(new ServiceSettings { Share = 1 });
        using RateLimitLease first = limiter.TakeClientPlace(Greedy);

        using RateLimitLease second = limiter.TakeClientPlace(Greedy);
        using RateLimitLease other = limiter.TakeClientPlace(Modest);

        second.IsAcquired.Should().BeFalse();
        other.IsAcquired.Should().BeTrue();
    }

    [Fact]
    public async Task Half_of_the_memory_is_for_one_address()
    {
        using var limiter = new PictureLimiter(new ServiceSettings { Memory = 2 });
        using RateLimitLease first = await limiter.ReserveClientMemoryAsync(Greedy, 900_000, CancellationToken.None);

        ValueTask<RateLimitLease> second = limiter.ReserveClientMemoryAsync(Greedy, 101_000, CancellationToken.None);
        using RateLimitLease other = await limiter.ReserveClientMemoryAsync(Modest, 900_000, CancellationToken.None);

        second.IsCompleted.Should().BeFalse("1.001 MB exceed half of 2 MB");
        other.IsAcquired.Should().BeTrue();
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_picture_larger_than_the_memory_is_served_alone()
    {
        using var limiter = new PictureLimiter(new ServiceSettings { Memory = 2 });
        using RateLimitLease large = await limiter.ReserveMemoryAsync(50_000_000, CancellationToken.None);

        ValueTask<RateLimitLease> small = limiter.ReserveMemoryAsync(1, CancellationToken.None);

        large.IsAcquired.Should().BeTrue();
        small.IsCompleted.Should().BeFalse();
        large.Dispose();
        (await small).Dispose();
    }

    [Theory]
    [InlineData("192.168.1.7", "192.168.1.7")]
    [InlineData("::ffff:192.168.1.7", "192.168.1.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData(null, "255.255.255.255")]
    public void A_client_is_an_ipv4_address_or_an_ipv6_network(string? address, string key) =>
        ClientAddress.Key(address is null ? null : IPAddress.Parse(address)).Should().Be(IPAddress.Parse(key));
}
