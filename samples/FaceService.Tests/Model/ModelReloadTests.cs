using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FaceService.Tests.Model;

/// <summary>A model file that is replaced while the service runs.</summary>
public sealed class ModelReloadTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_newer_model_is_served_without_a_restart_even_if_it_has_another_shape()
    {
        using var file = new TemporaryFile(new TinyOnnx { Image = [1, 4, 4] }.ToArray());
        await using var service = new RunningService(null, time, "--model", file.FullName);
        using HttpResponseMessage before = await service.Client.GetAsync("faces/1.png");

        Replace(file, new TinyOnnx { LatentSize = 3, Image = [3, 8, 4], Options = """{"latent_size": 3, "latent_distribution": "Normal"}""" }.ToArray());
        JsonElement health = await HealthWhenAsync(service, health => health.GetProperty("imageHeight").GetInt32() == 8);

        using HttpResponseMessage after = await service.Client.GetAsync("faces/1.png");
        health.GetProperty("latentSize").GetInt32().Should().Be(3);
        health.GetProperty("channels").GetInt32().Should().Be(3);
        after.StatusCode.Should().Be(HttpStatusCode.OK);
        after.Headers.ETag.Should().NotBe(before.Headers.ETag, "a client must not keep the face of the model before");
    }

    [Fact]
    public async Task A_file_that_cannot_be_served_changes_nothing_and_the_next_one_is_served()
    {
        using var file = new TemporaryFile(new TinyOnnx { Weight = 0.1f }.ToArray());
        await using var service = new RunningService(null, time, "--model", file.FullName);
        string digest = await DigestAsync(service);

        Replace(file, [1, 2, 3]);
        await PassAsync(service, seconds: 3);
        string digestWithBadFile = await DigestAsync(service);
        File.Delete(file.FullName);
        await PassAsync(service, seconds: 3);
        string digestWithoutFile = await DigestAsync(service);
        Replace(file, new TinyOnnx { Weight = 0.2f }.ToArray());
        JsonElement health = await HealthWhenAsync(service, health => health.GetProperty("modelDigest").GetString() != digest);

        digestWithBadFile.Should().Be(digest);
        digestWithoutFile.Should().Be(digest);
        health.GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public void A_file_is_loaded_once_for_each_change_and_only_when_it_is_complete()
    {
        using var file = new TemporaryFile([1]);
        int loads = 0;
        var source = new ModelSource(file.FullName, _ => ++loads == 3 ? throw new StartException("bad") : new NoiseModel());
        source.Load();
        source.LoadNewer().Should().BeNull("the file is the same");

        File.WriteAllBytes(file.FullName, [1, 2]);
        source.LoadNewer().Should().BeNull("the file may still be changing");
        File.WriteAllBytes(file.FullName, [1, 2, 3]);
        source.LoadNewer().Should().BeNull("it has changed");
        source.LoadNewer().Should().NotBeNull();
        source.LoadNewer().Should().BeNull();

        File.WriteAllBytes(file.FullName, [1, 2, 3, 4]);
        source.LoadNewer().Should().BeNull();
        source.Invoking(loading => loading.LoadNewer()).Should().Throw<StartException>();
        source.LoadNewer().Should().BeNull("a file that cannot be served is not loaded again");
        loads.Should().Be(3);
    }

    [Fact]
    public void A_file_that_another_program_has_open_is_tried_again()
    {
        using var file = new TemporaryFile([1]);
        bool isOpen = true;
        var source = new ModelSource(file.FullName, _ => isOpen ? throw new StartException("open", new IOException()) : new NoiseModel());
        source.Invoking(loading => loading.Load()).Should().Throw<StartException>();
        File.WriteAllBytes(file.FullName, [1, 2]);
        source.LoadNewer().Should().BeNull("the file may still be changing");

        source.Invoking(loading => loading.LoadNewer()).Should().Throw<StartException>();
        source.LoadNewer().Should().BeNull("the fault has been reported");
        isOpen = false;

        source.LoadNewer().Should().NotBeNull();
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_model_does_not_block()
    {
        using var file = new TemporaryFile(new TinyOnnx().ToArray());
        var source = new ModelSource(file.FullName, path => ModelFile.Read(path).Bytes.Length > 0 ? new NoiseModel() : throw new StartException("empty"));
        source.Load();
        File.Delete(file.FullName);
        using (Process mkfifo = Process.Start("mkfifo", [file.FullName]))
        {
            await mkfifo.WaitForExitAsync();
        }

        Task looking = Task.Run(() =>
        {
            source.LoadNewer().Should().BeNull("the file may still be changing");
            source.Invoking(loading => loading.LoadNewer()).Should().Throw<StartException>().WithMessage($"--model: file \"{file.FullName}\" is empty or not a regular file.");
            source.LoadNewer().Should().BeNull("it has been reported");
        });

        await looking.WaitAsync(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_replaced_model_is_disposed_after_its_last_request()
    {
        var disposed = new List<int>();
        Tracked[] models = [.. Enumerable.Range(0, 20).Select(number => new Tracked(number, disposed))];
        using var served = new ServedModel(models[0]);
        ServedModel.Lease first = served.Take();
        ServedModel.Lease second = served.Take();

        Array.ForEach(models[1..], served.Replace);

        disposed.Should().Equal(Enumerable.Range(1, 18), "only the first model has requests, and only the last is served");
        first.Dispose();
        disposed.Should().NotContain(0);
        second.Dispose();
        disposed.Should().Contain(0);
        served.Dispose();
        disposed.Should().HaveCount(20).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_picture_is_finished_with_the_model_it_began_with()
    {
        using var old = new GatedModel();
        await using var service = new RunningService(old, time, "--concurrency", "2");
        Task<HttpResponseMessage> begun = service.Client.GetAsync("faces/1.png");
        await Wait.UntilAsync(() => old.Running == 1, "the model runs");

        service.Resolve<ServedModel>().Replace(new NoiseModel());
        using HttpResponseMessage newer = await service.Client.GetAsync("faces/1.png");
        old.Release(1);
        using HttpResponseMessage older = await begun;

        newer.StatusCode.Should().Be(HttpStatusCode.OK);
        older.StatusCode.Should().Be(HttpStatusCode.OK);
        (await newer.Content.ReadAsByteArrayAsync()).Length.Should().BeGreaterThan((await older.Content.ReadAsByteArrayAsync()).Length);
    }

    /// <summary>Replaces a file as exporters do: in one step, by another file.</summary>
    private static void Replace(TemporaryFile file, byte[] content)
    {
        string temporary = file.FullName + ".new";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, file.FullName, overwrite: true);
    }

    private static async Task<string> DigestAsync(RunningService service) =>
        (await service.Client.GetFromJsonAsync<JsonElement>("health")).GetProperty("modelDigest").GetString()!;

    private async Task<JsonElement> HealthWhenAsync(RunningService service, Func<JsonElement, bool> condition)
    {
        JsonElement health = default;
        await Wait.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                health = service.Client.GetFromJsonAsync<JsonElement>("health").GetAwaiter().GetResult();
                return condition(health);
            },
            "the service serves the newer model");
        return health;
    }

    /// <summary>Lets the service look at its model file several times. Each answer gives it the time to do so.</summary>
    private async Task PassAsync(RunningService service, int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await service.Client.GetAsync("health");
        }
    }

    private sealed class Tracked(int number, List<int> disposed) : IFaceModel, IDisposable
    {
        public ModelInfo Info => GatedModel.TinyInfo;

        public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel) => [];

        public void Dispose() => disposed.Add(number);
    }
}
