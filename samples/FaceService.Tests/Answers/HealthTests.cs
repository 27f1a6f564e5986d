using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Answers;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_whose_model_answers_says_what_it_serves()
    {
        await using var service = new RunningService();

        JsonElement health = await service.Client.GetFromJsonAsync<JsonElement>("health");

        health.GetProperty("status").GetString().Should().Be("ok");
        health.GetProperty("imageSize").GetInt32().Should().BePositive();
        health.GetProperty("latentSize").GetInt32().Should().BePositive();
        health.GetProperty("statistics").GetString().Should().BeOneOf("Running", "Calibrated");
        health.GetProperty("libraryVersion").GetString().Should().NotBeNullOrEmpty();
        health.GetProperty("modelDigest").GetString().Should().HaveLength(64);
    }

    [Fact]
    public async Task A_model_that_fails_is_told_without_what_it_threw()
    {
        await using var service = new RunningService(new FailingModel(), "--Logging:LogLevel:Default", "None");

        (int health, string? detail) = await service.RefusalAsync("health");
        using HttpResponseMessage face = await service.Client.GetAsync("faces/1.png");

        health.Should().Be(503);
        detail.Should().Be("model: does not answer.");
        face.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await face.Content.ReadAsStringAsync()).Should().NotContain(FailingModel.Secret);
        face.Headers.ETag.Should().BeNull();
    }

    [Fact]
    public async Task All_who_ask_at_once_share_one_run_of_the_model()
    {
        using var model = new GatedModel();
        await using var service = new RunningService(model);
        Task<HttpResponseMessage>[] asked = [.. Enumerable.Range(0, 8).Select(_ => service.Client.GetAsync("health"))];
        await Eventually.Holds(() => model.Started > 0, "the check runs");

        model.Open(8);
        HttpResponseMessage[] answers = await Task.WhenAll(asked);

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        model.MostAtOnce.Should().Be(1);
    }

    [Fact]
    public async Task Every_answer_tells_a_browser_to_use_nothing_from_elsewhere()
    {
        await using var service = new RunningService();
        foreach (string path in new[] { "", "app.js", "faces/1.png", "faces/x.png", "health", "nowhere" })
        {
            using HttpResponseMessage response = await service.Client.GetAsync(path);

            response.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none'");
            response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        }
    }

    private sealed class FailingModel : IFaceModel
    {
        public const string Secret = "/secret/path";

        public ModelFacts Facts => GatedModel.TinyFacts;

        public byte[] Draw(ReadOnlyMemory<float> latents, CancellationToken cancel) => throw new InvalidOperationException(Secret);
    }
}
