using System.Net.ServerSentEvents;
using System.Text.Json;

namespace FaceStudio.Tests;

/// <summary>Reads the stream of server-sent events, as the page does.</summary>
internal sealed class StatusEvents(HttpClient client) : IDisposable
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromMinutes(10)); // Only a bug reaches it.
    private readonly List<TrainingPoint> points = [];
    private IAsyncEnumerator<SseItem<TrainingEvent>>? items;

    /// <summary>The points that the page would draw now.</summary>
    public IReadOnlyList<TrainingPoint> Points => points;

    /// <summary>
    /// Reads messages until the status fulfills a condition. It must stay fulfilled, because a message may show the changes of several steps.
    /// </summary>
    /// <exception cref="InvalidOperationException">The training has failed or the stream has ended, but the condition is not fulfilled.</exception>
    public async Task<TrainingStatus> WaitAsync(Func<TrainingStatus, bool> condition)
    {
        while (await ReadAsync() is { } status)
        {
            if (condition(status))
            {
                return status;
            }

            if (status.State == TrainingState.Failed)
            {
                throw new InvalidOperationException($"The training has failed at step {status.Step}: {status.Error}");
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>Reads a message; null at the end of the stream.</summary>
    public async Task<TrainingStatus?> ReadAsync()
    {
        items ??= await OpenAsync();
        if (!await items.MoveNextAsync())
        {
            return null;
        }

        SseItem<TrainingEvent> item = items.Current;
        if (item.EventType == TrainingFeed.History)
        {
            points.Clear();
        }

        points.AddRange(item.Data.Points);
        return item.Data.Status;
    }

    public void Dispose()
    {
        limit.Dispose();
        client.Dispose();
    }

    private async Task<IAsyncEnumerator<SseItem<TrainingEvent>>> OpenAsync()
    {
        HttpResponseMessage response = await client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Stream stream = await response.Content.ReadAsStreamAsync(limit.Token);
        return SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<TrainingEvent>(data, JsonSerializerOptions.Web)!)
            .EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);
    }
}
