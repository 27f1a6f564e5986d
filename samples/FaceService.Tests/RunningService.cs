using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FaceService.Tests;

/// <summary>The service on a port of its own, asked over real sockets as any client asks it.</summary>
public sealed class RunningService : IAsyncDisposable, IDisposable
{
    private readonly WebApplication app;

    /// <summary>With the model that the repository holds.</summary>
    public RunningService()
        : this(null)
    {
    }

    internal RunningService(IFaceModel? model, params string[] args)
    {
        Func<string, IFaceModel>? load = model is null ? null : _ => model;
        app = FaceServiceApp.Create(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning", .. args], load);
        app.StartAsync().GetAwaiter().GetResult();
        Client = NewClient();
    }

    public HttpClient Client { get; }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Part of the service, for what a client cannot see.</summary>
    internal T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A client with connections of its own.</summary>
    public HttpClient NewClient() => new() { BaseAddress = Address };

    public async Task<byte[]> BytesAsync(string path) => await Client.GetByteArrayAsync(path);

    /// <summary>The status and the one sentence of a refusal.</summary>
    public async Task<(int Status, string? Detail)> RefusalAsync(string path)
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
