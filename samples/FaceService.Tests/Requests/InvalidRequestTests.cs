using System.Net;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Requests;

public sealed class InvalidRequestTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Seed = "must be an integer in [-9223372036854775808, 9223372036854775807] but was";

    [Theory]
    [InlineData("faces/x.png", $"seed: {Seed} \"x\".")]
    [InlineData("faces/9223372036854775808.png", $"seed: {Seed} \"9223372036854775808\".")]
    [InlineData("faces/1.5.png", $"seed: {Seed} \"1.5\".")]
    [InlineData("faces/1.png?size=0", "size: must be an integer in [1, 8] but was \"0\".")]
    [InlineData("faces/1.png?size=9", "size: must be an integer in [1, 8] but was \"9\".")]
    [InlineData("faces/1.png?size=2%00", "size: must be an integer in [1, 8] but was \"2\uFFFD\".")]
    [InlineData("faces/1.png?color=red", "query: unknown parameter \"color\"; known parameters: size, class.")]
    [InlineData("grid.png", "seed: required parameter is missing; add it to the query, for example seed=1.")]
    [InlineData("grid.png?seed=", $"seed: {Seed} \"\".")]
    [InlineData("grid.png?seed=1&rows=0", "rows: must be an integer in [1, 16] but was \"0\".")]
    [InlineData("grid.png?seed=1&rows=99", "rows: must be an integer in [1, 16] but was \"99\".")]
    [InlineData("grid.png?seed=1&cols=17", "cols: must be an integer in [1, 16] but was \"17\".")]
    [InlineData("grid.png?seed=1&cols=99999999999999999999999", "cols: must be an integer in [1, 16] but was \"99999999999999999999999\".")]
    [InlineData("grid.png?seed=1&seed=2", "seed: must be given once but was given 2 times.")]
    [InlineData("walk?to=1", "from: required parameter is missing; add it to the query, for example from=1.")]
    [InlineData("walk?from=1", "to: required parameter is missing; add it to the query, for example to=1.")]
    [InlineData("walk?from=1&to=2&frames=1", "frames: must be an integer in [2, 120] but was \"1\".")]
    [InlineData("walk?from=1&to=2&frames=121", "frames: must be an integer in [2, 120] but was \"121\".")]
    [InlineData("mix.png?a=1&b=2&c=3&x=0&y=0", "d: required parameter is missing; add it to the query, for example d=1.")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0", "y: required parameter is missing; add it to the query, for example y=0.5.")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=1.01&y=0", "x: must be a number in [0, 1] but was \"1.01\".")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0&y=-1", "y: must be a number in [0, 1] but was \"-1\".")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=NaN&y=0", "x: must be a number in [0, 1] but was \"NaN\".")]
    [InlineData("arithmetic.png", "mean: required parameter is missing; add it to the query, for example mean=1,2,3.")]
    [InlineData("arithmetic.png?mean=1,,2", "mean: must be 1 to 16 comma-separated integers but was \"1,,2\".")]
    [InlineData("arithmetic.png?mean=1&minus=", "minus: must be 1 to 16 comma-separated integers but was \"\".")]
    [InlineData("arithmetic.png?mean=1&plus=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "plus: must be 1 to 16 comma-separated integers but was \"1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\".")]
    [InlineData("arithmetic.png?mean=1234567890,1234567890,1234567890,1234567890,x", "mean: must be 1 to 16 comma-separated integers but was \"1234567890,1234567890,1234567890,1234567...\".")]
    public async Task An_invalid_parameter_gives_400_with_one_sentence(string path, string sentence)
    {
        (int status, string? detail) = await service.GetProblemAsync(path);

        status.Should().Be(400);
        detail.Should().Be(sentence);
    }

    [Fact]
    public async Task An_error_is_a_problem_document_without_a_tag()
    {
        using HttpResponseMessage response = await service.Client.GetAsync("grid.png?seed=1&rows=99");

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        response.Headers.ETag.Should().BeNull();
    }

    [Fact]
    public async Task An_unknown_path_gives_404_and_another_method_gives_405()
    {
        using HttpResponseMessage missing = await service.Client.GetAsync("faces/1.jpg");
        using HttpResponseMessage posted = await service.Client.PostAsync("faces/1.png", null);

        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        posted.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        posted.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD");
    }
}
