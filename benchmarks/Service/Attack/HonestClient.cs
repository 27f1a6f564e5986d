using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Dcgan.Benchmarks;

/// <summary>A client that asks for a face and a grid of 4x4 in turn, reads them, and asks again as the service tells it to.</summary>
internal sealed class HonestClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<double> answers = new();
    private readonly HttpClient client;

    internal HonestClient(Uri address) => client = new HttpClient { BaseAddress = address, Timeout = Patience };

    /// <summary>Seconds from the first request for a picture to its last byte, including retries, in the order of the answers.</summary>
    internal IReadOnlyCollection<double> Answers => answers;

    /// <summary>Requests that the service answered with 503 or 429.</summary>
    internal int Refused { get; private set; }

    /// <summary>Pictures that did not arrive, because the connection failed or 30 s passed.</summary>
    internal int Failed { get; private set; }

    public void Dispose() => client.Dispose();

    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            for (int number = 0; true; number++)
            {
                await AskAsync(number, stop).ConfigureAwait(false);
                await Task.Delay(Pause, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return; // The measurement is over.
        }
    }

    private async Task AskAsync(int number, CancellationToken stop)
    {
        string path = number % 2 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"faces/{-number}.png")
            : string.Create(CultureInfo.InvariantCulture, $"grid.png?seed={-number * 16}");
        long begin = Stopwatch.GetTimestamp();
        try
        {
            while (await IsRefusedAsync(path, stop).ConfigureAwait(false))
            {
                Refused++;
                await Task.Delay(RetryAfter, stop).ConfigureAwait(false);
                if (Stopwatch.GetElapsedTime(begin) > Patience)
                {
                    Failed++;
                    return;
                }
            }

            answers.Enqueue(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !stop.IsCancellationRequested))
        {
            Failed++;
        }
    }

    private async Task<bool> IsRefusedAsync(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative), stop).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            return true;
        }

        response.EnsureSuccessStatusCode();
        return false;
    }
}
