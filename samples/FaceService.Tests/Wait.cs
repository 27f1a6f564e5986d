namespace FaceService.Tests;

/// <summary>Waits until another thread has done something. The timeout is long enough that only a bug can reach it.</summary>
internal static class Wait
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Polls a condition until it is true.</summary>
    /// <exception cref="TimeoutException">The condition is still false after 60 seconds.</exception>
    public static async Task UntilAsync(Func<bool> condition, string description)
    {
        DateTime end = DateTime.UtcNow + Timeout;
        while (!condition())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"Timed out after {Timeout.TotalSeconds} s: {description}.");
            }

            await Task.Delay(PollInterval);
        }
    }
}
