using SixLabors.ImageSharp;

namespace FaceService.Pictures;

/// <summary>How pictures are packed: on the thread that asks, for the service shares out the cores.</summary>
internal static class OneThread
{
    public static Configuration Configuration { get; } = Create();

    private static Configuration Create()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        return configuration;
    }
}
