using System.Net;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Requests;

public sealed class RefusalTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Seed = "must be a whole number from -9223372036854775808 to 9223372036854775807 but was";

    [Theory]
    [InlineData("faces/x.png", $"seed: {Seed} \"x\".")]
    [InlineData("faces/9223372036854775808.png", $"seed: {Seed} \"9223372036854775808\".")]
    [InlineData("faces/1.5.png", $"seed: {Seed} \"1.5\".")]
    [InlineData("faces/1.png?size=0", "size: must be a whole number from 1 to 8 but was \"0\".")]
    [InlineData("faces/1.png?size=9", "size: must be a whole number from 1 to 8 but was \"9\".")]
    [InlineData("faces/1.png?size=2%00", "size: must be a whole number from 1 to 8 but was \"2\uFFFD\".")]
    [InlineData("faces/1.png?colour=red", "query: can hold size but had \"colour\".")]
    [InlineData("grid.png", "seed: must be given.")]
    [InlineData("grid.png?seed=", $"seed: {Seed} \"\".")]
    [InlineData("grid.png?seed=1&rows=0", "rows: must be a whole number from 1 to 16 but was \"0\".")]
    [InlineData("grid.png?seed=1&rows=99", "rows: must be a whole number from 1 to 16 but was \"99\".")]
    [InlineData("grid.png?seed=1&cols=17", "cols: must be a whole number from 1 to 16 but was \"17\".")]
    [InlineData("grid.png?seed=1&cols=99999999999999999999999", "cols: must be a whole number from 1 to 16 but was \"99999999999999999999999\".")]
    [InlineData("grid.png?seed=1&seed=2", "seed: must be given once but was given 2 times.")]
    [InlineData("walk?to=1", "from: must be given.")]
    [InlineData("walk?from=1", "to: must be given.")]
    [InlineData("walk?from=1&to=2&frames=1", "frames: must be a whole number from 2 to 120 but was \"1\".")]
    [InlineData("walk?from=1&to=2&frames=121", "frames: must be a whole number from 2 to 120 but was \"121\".")]
    [InlineData("mix.png?a=1&b=2&c=3&x=0&y=0", "d: must be given.")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0", "y: must be given.")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=1.01&y=0", "x: must be a number from 0 to 1 but was \"1.01\".")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0&y=-1", "y: must be a number from 0 to 1 but was \"-1\".")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=NaN&y=0", "x: must be a number from 0 to 1 but was \"NaN\".")]
    [InlineData("arithmetic.png", "mean: must be given.")]
    [InlineData("arithmetic.png?mean=1,,2", "mean: must be 1 to 16 whole numbers with commas between but was \"1,,2\".")]
    [InlineData("arithmetic.png?mean=1&minus=", "minus: must be 1 to 16 whole numbers with commas between but was \"\".")]
    [InlineData("arithmetic.png?mean=1&plus=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "plus: must be 1 to 16 whole numbers with commas between but was \"1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\".")]
    [InlineData("arithmetic.png?mean=1234567890,1234567890,1234567890,1234567890,x", "mean: must be 1 to 16 whole numbers with commas between but was \"1234567890,1234567890,1234567890,1234567...\".")]
    public async Task What_breaks_a_bound_is_refused_in_one_sentence(string path, string sentence)
    {
        (int status, string? detail) = await service.RefusalAsync(path);

        status.Should().Be(400);
        detail.Should().Be(sentence);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_document_and_is_not_kept()
    {
        using HttpResponseMessage response = await service.Client.GetAsync("grid.png?seed=1&rows=99");

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        response.Headers.ETag.Should().BeNull();
    }

    [Fact]
    public async Task An_unknown_address_is_not_found_and_a_picture_takes_no_other_method()
    {
        using HttpResponseMessage missing = await service.Client.GetAsync("faces/1.jpg");
        using HttpResponseMessage posted = await service.Client.PostAsync("faces/1.png", null);

        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        posted.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        posted.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD");
    }
}
