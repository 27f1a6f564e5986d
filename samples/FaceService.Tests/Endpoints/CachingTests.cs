using System.Net;
using System.Net.Http.Headers;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Endpoints;

public sealed class CachingTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("faces/1.png", "image/png")]
    [InlineData("grid.png?seed=1", "image/png")]
    [InlineData("walk?from=1&to=2", "image/gif")]
    public async Task A_picture_has_a_strong_tag_and_must_be_revalidated(string path, string type)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        response.Headers.ETag!.IsWeak.Should().BeFalse();
        response.Headers.CacheControl!.ToString().Should().Be("public, no-cache");
    }

    [Theory]
    [InlineData("grid.png?seed=1&rows=4&cols=4", "grid.png?cols=4&seed=+1&SEED=1", false)]
    [InlineData("grid.png?seed=1&rows=4&cols=4", "grid.png?cols=004&seed=%2B1", true)]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0&y=0.5", "mix.png?d=4&c=3&b=2&a=1&x=-0&y=5e-1&size=1", true)]
    [InlineData("faces/1.png", "faces/1.png?size=2", false)]
    [InlineData("walk?from=1&to=2", "walk?from=2&to=1", false)]
    [InlineData("arithmetic.png?mean=1&minus=2", "arithmetic.png?mean=1&plus=2", false)]
    public async Task Requests_for_the_same_picture_have_the_same_tag(string path, string other, bool same)
    {
        using HttpResponseMessage first = await service.Client.GetAsync(path);
        using HttpResponseMessage second = await service.Client.GetAsync(other);

        Equals(first.Headers.ETag, second.Headers.ETag).Should().Be(same);
    }

    [Theory]
    [InlineData("{0}", HttpStatusCode.NotModified)]
    [InlineData("\"other\", W/{0}", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"other\"", HttpStatusCode.OK)]
    public async Task A_client_that_has_the_picture_gets_304(string known, HttpStatusCode expected)
    {
        using HttpResponseMessage first = await service.Client.GetAsync("faces/1.png");
        using var request = new HttpRequestMessage(HttpMethod.Get, "faces/1.png");
        string tag = first.Headers.ETag!.ToString();
        request.Headers.TryAddWithoutValidation("If-None-Match", known.Replace("{0}", tag, StringComparison.Ordinal));

        using HttpResponseMessage second = await service.Client.SendAsync(request);

        second.StatusCode.Should().Be(expected);
        second.Headers.ETag!.ToString().Should().Be(tag);
    }

    [Fact]
    public async Task Neither_a_conditional_request_nor_a_head_request_runs_the_model()
    {
        using var model = new GatedModel();
        await using var gated = new RunningService(model);
        using var head = new HttpRequestMessage(HttpMethod.Head, "faces/1.png");
        using HttpResponseMessage described = await gated.Client.SendAsync(head);
        using var known = new HttpRequestMessage(HttpMethod.Get, "faces/1.png");
        known.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(described.Headers.ETag!.Tag));

        using HttpResponseMessage response = await gated.Client.SendAsync(known);

        described.StatusCode.Should().Be(HttpStatusCode.OK);
        described.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
        model.Started.Should().Be(0);
    }
}
