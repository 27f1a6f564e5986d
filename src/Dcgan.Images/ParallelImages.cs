using System.Runtime.ExceptionServices;

namespace Dcgan.Images;

/// <summary>Loops over images on several threads.</summary>
internal static class ParallelImages
{
    /// <summary>Runs an action for each index in [0, count - 1].</summary>
    /// <exception cref="Exception">The first exception of the action, not an <see cref="AggregateException"/> of several.</exception>
    public static void ForEach(int count, ParallelOptions options, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, options, action);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }
}
