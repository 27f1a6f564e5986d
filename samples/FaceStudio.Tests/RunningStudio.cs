using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FaceStudio.Tests;

/// <summary>The application in this process, with tiny networks for images of 8x8 pixels.</summary>
internal sealed class RunningStudio : WebApplicationFactory<StudioSettings>
{
    private readonly Dictionary<string, string> settings;
    private readonly NewTrainer? create;
    private readonly int maxUnsentBytes;

    /// <param name="folder">Holds the images and the run. A second application with the same folder is a restart.</param>
    /// <param name="create">Creates the trainer of a new run; null for the application's own.</param>
    /// <param name="maxUnsentBytes">Bytes of the pixels of all pictures that are being sent, at most.</param>
    /// <param name="settings">More settings, which come before those of the tests.</param>
    public RunningStudio(
        TemporaryFolder folder,
        NewTrainer? create = null,
        int maxUnsentBytes = int.MaxValue,
        params (string Name, string Value)[] settings)
    {
        (this.create, this.maxUnsentBytes) = (create, maxUnsentBytes);
        this.settings = new()
        {
            ["Images"] = folder.File("images"),
            ["Run"] = folder.File("run"),
            ["Depths"] = "4",
            ["BatchSize"] = "4",
            ["SnapshotSteps"] = "2",
            ["Threads"] = "1",
        };
        foreach ((string name, string value) in settings)
        {
            this.settings[name] = value;
        }

        Client = CreateClient();
        Events = new StatusEvents(CreateClient());
    }

    public HttpClient Client { get; }

    /// <summary>The stream of a page that was opened when the application had started.</summary>
    public StatusEvents Events { get; }

    /// <summary>Writes 10 images of random colors: 3 batches of 4, 4 and 2 images.</summary>
    public static TemporaryFolder FolderWithImages()
    {
        var folder = new TemporaryFolder();
        WriteImages(folder);
        return folder;
    }

    public static void WriteImages(TemporaryFolder folder)
    {
        for (byte index = 0; index < 10; index++)
        {
            folder.Write($"images/{index}.png", TestImages.Gray((byte)(index * 25)));
        }
    }

    public async Task<TrainingStatus> StatusAsync() => (await Client.GetFromJsonAsync<TrainingStatus>("status"))!;

    /// <summary>Sends a command that the application accepts.</summary>
    public async Task SendAsync(string command) => (await PostAsync(command)).Status.Should().Be(202);

    /// <summary>Sends a command, and returns the status and the detail of the problem document, if there is one.</summary>
    public async Task<(int Status, string? Detail)> PostAsync(string command)
    {
        using HttpResponseMessage response = await Client.PostAsync($"training/{command}", null);
        return await ReadAsync(response);
    }

    public async Task<(int Status, string? Detail)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return await ReadAsync(response);
    }

    /// <summary>Requests faces, and returns the picture and the step of the snapshot.</summary>
    public async Task<(byte[] Png, long Step)> FacesAsync(string query)
    {
        using HttpResponseMessage response = await Client.GetAsync($"faces?{query}");
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsByteArrayAsync(), long.Parse(response.Headers.GetValues("Snapshot-Step").Single(), null));
    }

    /// <summary>Trains until a step, stops, and returns the status after that.</summary>
    public async Task<TrainingStatus> TrainAsync(long step)
    {
        await SendAsync("start");
        await Events.WaitAsync(status => status.Step >= step);
        await SendAsync("stop");
        return await Events.WaitAsync(status => status.State == TrainingState.Stopped);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach ((string name, string value) in settings)
        {
            builder.UseSetting($"{StudioSettings.Section}:{name}", value);
        }

        builder.UseSetting("Logging:LogLevel:Default", "Critical");
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(new TrainingFeed(maxPoints: int.MaxValue)); // Keeps every step, also if the test is slower than the training.
            services.AddSingleton<TimeProvider>(new StoppedTime());
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FacesEndpoint>(provider, maxUnsentBytes));
            if (create is not null)
            {
                services.AddSingleton(create);
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Events.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task<(int Status, string? Detail)> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString() : null);
    }
}
