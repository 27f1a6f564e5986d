namespace FaceService.Tests;

/// <summary>Waits for what another thread does; gives up after so long that only a fault takes it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task Holds(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"Did not come about: {what}.");
            }

            await Task.Delay(Pause);
        }
    }
}
