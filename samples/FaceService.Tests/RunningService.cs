using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FaceService.Tests;

/// <summary>A running service on a free port. Tests send requests over real sockets, as any client does.</summary>
public sealed class RunningService : IAsyncDisposable, IDisposable
{
    private readonly WebApplication app;

    /// <summary>Starts the service with the model in the repository.</summary>
    public RunningService()
        : this(null)
    {
    }

    internal RunningService(IFaceModel? model, params string[] args)
        : this(model, TimeProvider.System, args)
    {
    }

    internal RunningService(IFaceModel? model, TimeProvider time, params string[] args)
    {
        Func<string, IFaceModel>? load = model is null ? null : _ => model;
        app = FaceServiceApp.Create(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning", .. args], load, time);
        app.StartAsync().GetAwaiter().GetResult();
        Client = NewClient();
    }

    public HttpClient Client { get; }

    public Uri Address => new(app.Urls.Single());

    /// <summary>A service object from the container, for state that a client cannot observe.</summary>
    internal T Resolve<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Creates a client with its own connections.</summary>
    public HttpClient NewClient() => new() { BaseAddress = Address };

    public async Task<byte[]> BytesAsync(string path) => await Client.GetByteArrayAsync(path);

    /// <summary>Sends a request that should fail, and returns the status and the detail of the problem document.</summary>
    public async Task<(int Status, string? Detail)> GetProblemAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, problem.TryGetProperty("detail", out JsonElement detail) ? detail.GetString() : null);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
