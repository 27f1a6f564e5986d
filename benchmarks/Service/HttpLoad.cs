using System.Net;

namespace Dcgan.Benchmarks;

/// <summary>Sends requests to the service over one connection per client.</summary>
internal sealed class HttpLoad : IDisposable
{
    private readonly int connections;
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient client;

    internal HttpLoad(Uri address, int connections)
    {
        this.connections = connections;
        handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false };
        client = new HttpClient(handler, disposeHandler: false) { BaseAddress = address };
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    internal LoadReading Run(RequestKind kind, TimeSpan time) =>
        ClosedLoop.Run(kind, Contender.Service, connections, time, number => AskAsync(kind, number));

    private async Task<bool> AskAsync(RequestKind kind, long number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, kind.Path(number));
        if (kind.IsKnown)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        }

        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable => false,
            HttpStatusCode expected when expected == (kind.IsKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK) => true,
            _ => throw new BenchmarkException($"{kind.Path(number)}: the service answered {(int)response.StatusCode}."),
        };
    }
}
