using System.Text;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaceStudio.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Prometheus_reads_the_librarys_metrics_with_buckets_that_fit_them()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("Metrics", "prometheus"));
        await studio.TrainAsync(3);

        string text = await studio.Client.GetStringAsync("metrics");

        text.Should().MatchRegex("dcgan_training_steps_total\\{.*dcgan_outcome=\"updated\".*\\} [1-9]");
        text.Should().MatchRegex("dcgan_training_step_duration_seconds_bucket\\{.*le=\"0.05\"\\} [0-9]+");
        text.Should().MatchRegex("dcgan_training_discriminator_loss_bucket\\{.*le=\"1.5\"\\} [0-9]+");
        text.Should().Contain("http_server_request_duration_seconds");
    }

    [Fact]
    public async Task Without_the_setting_there_are_no_metrics()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);

        using HttpResponseMessage response = await studio.Client.GetAsync("metrics");

        ((int)response.StatusCode).Should().Be(404);
    }

    [Fact]
    public async Task OTLP_sends_the_metrics_to_a_collector()
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            string text = Encoding.Latin1.GetString(body.ToArray());
            if (text.Contains("dcgan.training.step.duration", StringComparison.Ordinal))
            {
                received.TrySetResult(text);
            }
        });
        await collector.StartAsync();
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        Dictionary<string, string> environment = new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "studio under test",
        };
        using StudioProcess studio = await StudioProcess.StartAsync(folder.Path, environment, null, "--metrics", "otlp", "--autoStart", "true");
        using var page = new StatusEvents(new HttpClient { BaseAddress = studio.Address });
        await page.WaitAsync(status => status.Step > 0);

        await studio.TerminateAsync(); // Sends what is left.

        (await received.Task.WaitAsync(TimeSpan.FromMinutes(10))).Should().Contain("studio under test").And.Contain("dcgan.training.generator.loss");
    }
}
