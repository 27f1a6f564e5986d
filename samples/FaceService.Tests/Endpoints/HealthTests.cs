using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Endpoints;

public sealed class HealthTests
{
    [Fact]
    public async Task A_working_model_is_reported_with_its_properties()
    {
        await using var service = new RunningService();

        JsonElement health = await service.Client.GetFromJsonAsync<JsonElement>("health");

        health.GetProperty("status").GetString().Should().Be("ok");
        health.GetProperty("imageHeight").GetInt32().Should().Be(64);
        health.GetProperty("imageWidth").GetInt32().Should().Be(64);
        health.GetProperty("latentSize").GetInt32().Should().BePositive();
        health.GetProperty("statistics").GetString().Should().BeOneOf("Running", "Calibrated");
        health.GetProperty("libraryVersion").GetString().Should().NotBeNullOrEmpty();
        health.GetProperty("classes").GetArrayLength().Should().Be(0);
        health.GetProperty("modelDigest").GetString().Should().HaveLength(64);
    }

    [Fact]
    public async Task A_failing_model_is_reported_without_the_exception_message()
    {
        await using var service = new RunningService(new FailingModel(), "--Logging:LogLevel:Default", "None");

        (int health, string? detail) = await service.GetProblemAsync("health");
        using HttpResponseMessage face = await service.Client.GetAsync("faces/1.png");

        health.Should().Be(503);
        detail.Should().Be("model: health check failed; see the service log.");
        face.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await face.Content.ReadAsStringAsync()).Should().NotContain(FailingModel.Secret);
        face.Headers.ETag.Should().BeNull();
    }

    [Fact]
    public async Task Concurrent_health_requests_share_one_model_run()
    {
        using var model = new GatedModel();
        await using var service = new RunningService(model);
        Task<HttpResponseMessage>[] requests = [.. Enumerable.Range(0, 8).Select(_ => service.Client.GetAsync("health"))];
        await Wait.UntilAsync(() => model.Started > 0, "the health check is running");

        model.Release(8);
        HttpResponseMessage[] responses = await Task.WhenAll(requests);

        responses.Should().OnlyContain(response => response.StatusCode == HttpStatusCode.OK);
        model.MaxRunning.Should().Be(1);
    }

    [Fact]
    public async Task Every_response_has_the_security_headers()
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

        public ModelInfo Info => GatedModel.TinyInfo;

        public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel) => throw new InvalidOperationException(Secret);
    }
}
