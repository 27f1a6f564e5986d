namespace FaceService.Tests;

/// <summary>Waits until another thread has done something.</summary>
internal static class Wait
{
    /// <summary>The longest wait for anything: only a bug reaches it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Polls a condition until it is true.</summary>
    /// <exception cref="TimeoutException">The condition is still false after 10 minutes.</exception>
    public static async Task UntilAsync(Func<bool> condition, string description)
    {
        DateTime end = DateTime.UtcNow + Limit;
        while (!condition())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"Timed out after {Limit.TotalSeconds} s: {description}.");
            }

            await Task.Delay(PollInterval);
        }
    }
}
